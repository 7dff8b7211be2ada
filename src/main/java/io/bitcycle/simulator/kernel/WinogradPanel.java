package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.numeric.loops.TileLoops;
import java.util.Arrays;

/** One thread's part of a {@link WinogradKernel}: strips of images, transformed, multiplied and transformed back. */
final class WinogradPanel {
    /**
     * Elements between positions: without, all sixteen of a tile are a power of two apart, and collide in the first-level cache.
     */
    private static final int SKEW = 16;

    private static final ThreadLocal<WinogradPanel> LOCAL = ThreadLocal.withInitial(WinogradPanel::new);

    private final TileLoops loops = Loops.best().tiles();
    private float[] rows = new float[0];
    private float[] codes = new float[0];
    private float[] products = new float[0];
    private double[] wideCodes = new double[0];
    private double[] wideProducts = new double[0];
    private double[] wideRows = new double[0];
    private int[] outputs = new int[0];
    private final int[] scratch = new int[8 * TileLoops.LANES];
    private final double[] wideScratch = new double[8 * TileLoops.LANES];
    private double[] wideOutputs = new double[0];
    private double[] sums = new double[0];

    /** The calling thread's own. */
    static WinogradPanel local() {
        return LOCAL.get();
    }

    /**
     * The outputs of strips [first, first + count), valid until the next call.
     *
     * @return output pixel r of these strips and column j at {@code j * stride + r}, stride being all of their pixels
     */
    double[] multiply(Stencil stencil, WinogradWeights weights, WinogradTiles tiles, int first, int count) {
        boolean narrow = weights.narrow() != null;
        int lanes = narrow ? TileLoops.LANES : TileLoops.WIDE_LANES;
        int panels = tiles.padded() / lanes;
        open(weights, tiles, count);
        for (int strip = 0; strip < count; strip++) {
            transform(stencil, tiles, first + strip, strip * panels, count * panels, lanes, narrow);
        }
        for (int from = 0; from < weights.channels(); from += weights.run()) {
            int depth = Math.min(weights.run(), weights.channels() - from);
            multiply(weights, count * panels, from, depth, lanes);
            for (int column = 0; column < weights.columns(); column++) {
                for (int strip = 0; strip < count; strip++) {
                    add(weights, tiles, column, strip, count, panels, lanes);
                }
            }
        }
        return sums;
    }

    private void open(WinogradWeights weights, WinogradTiles tiles, int count) {
        int lanes = count * tiles.padded();
        int left = TileLoops.POSITIONS * position(lanes * weights.channels());
        int right = TileLoops.POSITIONS * position(lanes * weights.blocks() * TileLoops.COLUMNS);
        if (weights.narrow() != null) {
            codes = codes.length < left ? new float[left] : codes;
            products = products.length < right ? new float[right] : products;
        } else {
            wideCodes = wideCodes.length < left ? new double[left] : wideCodes;
            wideProducts = wideProducts.length < right ? new double[right] : wideProducts;
        }
        if (rows.length < 8 * rowStride(tiles)) {
            rows = new float[8 * rowStride(tiles)];
            wideRows = new double[8 * rowStride(tiles)];
        }
        if (outputs.length < 4 * tiles.padded()) {
            outputs = new int[4 * tiles.padded()];
            wideOutputs = new double[4 * tiles.padded()];
        }
        int size = count * tiles.pixels() * weights.columns();
        if (sums.length < size) {
            sums = new double[size];
        } else {
            Arrays.fill(sums, 0, size, 0);
        }
    }

    /** Elements from a position to the next of so many. */
    private static int position(int elements) {
        return elements + SKEW;
    }

    /** Elements of the even, or the odd, rows of a strip. */
    private static int rowStride(WinogradTiles tiles) {
        return tiles.padded() + tiles.width() + TileLoops.SLACK;
    }

    /** Panel by panel, channel by channel, lane by lane. */
    private void transform(
            Stencil stencil, WinogradTiles tiles, int strip, int panel, int panels, int lanes, boolean narrow) {
        int pitch = stencil.images().width();
        int down = strip % tiles.strips() * 2 * tiles.height() * pitch;
        int stride = rowStride(tiles);
        int channels = stencil.channels();
        int step = channels * lanes;
        for (int c = 0; c < channels; c++) {
            int from = stencil.plane(strip / tiles.strips(), c) + down;
            loops.rows(stencil.images().codes(), from, pitch, 2 * tiles.height() + 2, tiles.width(), rows, stride);
            int to = panel * step + c * lanes;
            if (narrow) {
                loops.columns(rows, stride, tiles.width(), tiles.padded(), codes, to, position(panels * step), step);
            } else {
                loops.widen(rows, 8 * stride, wideRows);
                loops.columns(
                        wideRows, stride, tiles.width(), tiles.padded(), wideCodes, to, position(panels * step), step);
            }
        }
    }

    /** Products by position, panel, column and lane. */
    private void multiply(WinogradWeights weights, int panels, int from, int depth, int lanes) {
        int channels = weights.channels();
        int width = weights.blocks() * TileLoops.COLUMNS * lanes;
        for (int position = 0; position < TileLoops.POSITIONS; position++) {
            for (int block = 0; block < weights.blocks(); block++) {
                int w = weights.at(position, block) + from * TileLoops.COLUMNS;
                int x = position * position(panels * channels * lanes) + from * lanes;
                int to = position * position(panels * width) + block * TileLoops.COLUMNS * lanes;
                int step = channels * lanes;
                if (weights.narrow() != null) {
                    loops.multiply(codes, x, step, weights.narrow(), w, depth, products, to, width, panels);
                } else {
                    loops.multiply(wideCodes, x, step, weights.wide(), w, depth, wideProducts, to, width, panels);
                }
            }
        }
    }

    /** Adds the outputs of one column and strip to its sums. */
    private void add(
            WinogradWeights weights, WinogradTiles tiles, int column, int strip, int count, int panels, int lanes) {
        int width = weights.blocks() * TileLoops.COLUMNS * lanes;
        int step = position(count * panels * width);
        int stride = tiles.padded();
        boolean narrow = weights.narrow() != null;
        for (int panel = 0; panel < panels; panel++) {
            int from = (strip * panels + panel) * width + column * lanes;
            if (narrow) {
                loops.outputs(products, from, step, outputs, panel * lanes, stride, scratch);
            } else {
                loops.outputs(wideProducts, from, step, wideOutputs, panel * lanes, stride, wideScratch);
            }
        }
        int to = (column * count + strip) * tiles.pixels();
        for (int t = 0; t < tiles.count(); t += tiles.width()) {
            int at = to + 4 * t;
            if (narrow) {
                addPairs(outputs, t, stride, tiles.width(), at);
                addPairs(outputs, t + 2 * stride, stride, tiles.width(), at + 2 * tiles.width());
            } else {
                addPairs(wideOutputs, t, stride, tiles.width(), at);
                addPairs(wideOutputs, t + 2 * stride, stride, tiles.width(), at + 2 * tiles.width());
            }
        }
    }

    /** Adds outputs of even and odd columns, {@code stride} apart, to a row of sums; by four, since loops this short are slow. */
    private void addPairs(int[] outputs, int from, int stride, int count, int to) {
        int x = 0;
        for (; x <= count - 4; x += 4) {
            int even = from + x;
            int odd = even + stride;
            int at = to + 2 * x;
            sums[at] += outputs[even];
            sums[at + 1] += outputs[odd];
            sums[at + 2] += outputs[even + 1];
            sums[at + 3] += outputs[odd + 1];
            sums[at + 4] += outputs[even + 2];
            sums[at + 5] += outputs[odd + 2];
            sums[at + 6] += outputs[even + 3];
            sums[at + 7] += outputs[odd + 3];
        }
        for (; x < count; x++) {
            sums[to + 2 * x] += outputs[from + x];
            sums[to + 2 * x + 1] += outputs[from + stride + x];
        }
    }

    private void addPairs(double[] outputs, int from, int stride, int count, int to) {
        int x = 0;
        for (; x <= count - 4; x += 4) {
            int even = from + x;
            int odd = even + stride;
            int at = to + 2 * x;
            sums[at] += outputs[even];
            sums[at + 1] += outputs[odd];
            sums[at + 2] += outputs[even + 1];
            sums[at + 3] += outputs[odd + 1];
            sums[at + 4] += outputs[even + 2];
            sums[at + 5] += outputs[odd + 2];
            sums[at + 6] += outputs[even + 3];
            sums[at + 7] += outputs[odd + 3];
        }
        for (; x < count; x++) {
            sums[to + 2 * x] += outputs[from + x];
            sums[to + 2 * x + 1] += outputs[from + stride + x];
        }
    }
}
