package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Alignment;
import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.numeric.loops.ProductLoops;
import io.bitcycle.numeric.loops.TileLoops;
import io.bitcycle.tensor.OffsetMatrix;

/**
 * One thread's part of a {@link WinogradKernel}: strips of images, transformed, multiplied and transformed back. What transformed codes and
 * their products are held in is up to subclasses.
 */
abstract class WinogradPanel {
    /**
     * Elements between positions: without, all sixteen of a tile are a power of two apart, and collide in the first-level cache.
     */
    private static final int SKEW = 16;

    final TileLoops transforms = Loops.best().tiles();
    final ProductLoops products = Loops.best().products();
    /** Room for transforms of sums. */
    final double[] scratch = new double[8 * TileLoops.TILES];
    /** Tiles of a panel. */
    private final int lanes;
    /** Where codes and products begin. */
    private final int start;

    private int[] offsets = new int[0];
    private float[] rows = new float[0];
    private double[] outputs = new double[0];
    private double[] sums = new double[0];

    /**
     * @param lanes tiles of a panel
     * @param start where codes and products begin, see {@link Alignment}
     */
    WinogradPanel(int lanes, int start) {
        this.lanes = lanes;
        this.start = start;
    }

    /** Makes room for so many codes and products. */
    abstract void open(int codes, int results);

    /** {@link TileLoops#columns} of a strip and channel, to codes. */
    abstract void columns(
            float[] rows, int stride, WinogradTiles tiles, int at, int position, int first, int lanes, int panel);

    /** {@link ProductLoops#multiply} of codes, to products. */
    abstract void multiply(WinogradWeights weights, int w, int x, int[] offsets, int to);

    /** {@link TileLoops#outputs} of products. */
    abstract void outputs(int at, int position, double[] out, int upper, int further, int below);

    /**
     * The outputs of strips [first, first + count), valid until the next call.
     *
     * @return output pixel r of these strips and column j at {@code j * stride + r}, stride being all of their pixels
     */
    double[] multiply(Stencil stencil, WinogradWeights weights, WinogradTiles tiles, int first, int count) {
        int panelCount = (count * tiles.padded() + lanes - 1) / lanes;
        open(weights, tiles, panelCount, count);
        for (int strip = 0; strip < count; strip++) {
            transform(stencil, tiles, first + strip, strip * tiles.padded(), panelCount);
        }
        multiply(weights, panelCount);
        for (int column = 0; column < weights.columns(); column++) {
            for (int strip = 0; strip < count; strip++) {
                write(weights, tiles, column, strip, count, panelCount);
            }
        }
        return sums;
    }

    private void open(WinogradWeights weights, WinogradTiles tiles, int panelCount, int count) {
        open(
                start + TileLoops.POSITIONS * inputs(weights.channels(), panelCount),
                start + TileLoops.POSITIONS * results(weights, panelCount));
        outputs = atLeast(outputs, 4 * tiles.padded());
        sums = atLeast(sums, Alignment.DOUBLES + count * tiles.pixels() * weights.columns());
        if (rows.length < 8 * rowStride(tiles)) {
            rows = new float[8 * rowStride(tiles)];
        }
        if (offsets.length < weights.channels()) {
            offsets = OffsetMatrix.steps(weights.channels(), lanes);
        }
    }

    private static double[] atLeast(double[] room, int size) {
        return room.length < size ? new double[size] : room;
    }

    /** Elements from a position of the inputs to the next. */
    private int inputs(int channels, int panelCount) {
        return panelCount * channels * lanes + SKEW;
    }

    /** Elements from a position of the products to the next. */
    private int results(WinogradWeights weights, int panelCount) {
        return panelCount * weights.blocks() * products.columns() * lanes + SKEW;
    }

    /** Elements of the even, or the odd, rows of a strip. */
    private static int rowStride(WinogradTiles tiles) {
        return tiles.padded() + tiles.width() + TileLoops.SLACK;
    }

    /** Panel by panel, channel by channel, lane by lane; the strip's tiles are lanes from {@code lane} on. */
    private void transform(Stencil stencil, WinogradTiles tiles, int strip, int lane, int panelCount) {
        int pitch = stencil.images().width();
        int down = strip % tiles.strips() * 2 * tiles.height() * pitch;
        int stride = rowStride(tiles);
        int channels = stencil.channels();
        for (int c = 0; c < channels; c++) {
            int from = stencil.plane(strip / tiles.strips(), c) + down;
            transforms.rows(stencil.images().codes(), from, pitch, 2 * tiles.height() + 2, tiles.width(), rows, stride);
            columns(
                    rows,
                    stride,
                    tiles,
                    start + c * lanes,
                    inputs(channels, panelCount),
                    lane,
                    lanes,
                    channels * lanes);
        }
    }

    /** Products by position, panel, column and lane. */
    private void multiply(WinogradWeights weights, int panelCount) {
        int channels = weights.channels();
        int block = products.columns() * lanes;
        for (int position = 0; position < TileLoops.POSITIONS; position++) {
            int x = start + position * inputs(channels, panelCount);
            int to = start + position * results(weights, panelCount);
            for (int panel = 0; panel < panelCount; panel++, x += channels * lanes) {
                for (int b = 0; b < weights.blocks(); b++, to += block) {
                    multiply(weights, weights.at(position, b), x, offsets, to);
                }
            }
        }
    }

    /** Writes the outputs of one column and strip: straight to their rows where four tiles at once never cross a row's end. */
    private void write(WinogradWeights weights, WinogradTiles tiles, int column, int strip, int count, int panelCount) {
        int stride = tiles.padded();
        int to = Alignment.DOUBLES + (column * count + strip) * tiles.pixels();
        int row = 2 * tiles.width();
        boolean straight = tiles.width() % 4 == 0 && stride == tiles.count();
        for (int t = 0; t < stride; t += TileLoops.TILES) {
            int lane = strip * stride + t;
            int from = start
                    + lane / lanes * weights.blocks() * products.columns() * lanes
                    + column * lanes
                    + lane % lanes;
            int step = results(weights, panelCount);
            if (straight) {
                int further = at(tiles, to, t + TileLoops.TILES / 2);
                outputs(from, step, sums, at(tiles, to, t), further, row);
            } else {
                int further = 2 * t + TileLoops.TILES;
                outputs(from, step, outputs, 2 * t, further, 2 * stride);
            }
        }
        for (int t = 0; !straight && t < tiles.count(); t += tiles.width()) {
            System.arraycopy(outputs, 2 * t, sums, to + 4 * t, row);
            System.arraycopy(outputs, 2 * (stride + t), sums, to + 4 * t + row, row);
        }
    }

    /** Where the first output of a tile is among those of its strip, which begin at {@code to}. */
    private static int at(WinogradTiles tiles, int to, int tile) {
        return to + 4 * (tile - tile % tiles.width()) + 2 * (tile % tiles.width());
    }
}
