package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.GradientLoops;
import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.ConvShape;
import java.util.Arrays;

/**
 * Gradients of 3 x 3 weights, exactly, with 2.25 times fewer products than their definition has; see {@link GradientLoops} for how.
 * Tasks depend on the shape only, and all sums are exact integers, so the result is the same whoever computes what.
 *
 * <p>Exactness. All numbers are integers. Of codes from min to max, zeros of the frame included, a transformed one is at most
 * 2 (max - min) in magnitude, at position (1, 1) at most 4 max(-min, max). Of errors of magnitude up to m it is at most m, and twice that
 * for each of row and column that is 1 or 2. Products are summed in binary32, lane by lane, in runs that stay within 2^24; and runs in
 * binary64, where 2^29 of them stay within 2^53: more than an array of codes has.
 */
public final class WinogradGradient implements Shortcut {
    /** Pairs of a channel and a column, for each of both: fewer do not pay for the transforms. */
    private static final int FEWEST_PAIRS = 4;
    /** Narrower rows leave lanes of the transforms empty, wider ones do not fit a stream. */
    private static final int NARROWEST = 8;

    private static final int WIDEST = 2 * GradientLoops.TILES;
    /** Vectors of products: shorter runs cost more than they save. */
    private static final int SHORTEST = 2;
    /** Channels, or columns, of a task: sums and streams stay in the second-level cache. */
    private static final int BLOCK = 64;
    /** Tiles of a task: many, for its sums must be collected. */
    private static final int SLICE = 1 << 11;

    private final Gradient gradient;
    private final int[] runs;

    private WinogradGradient(Gradient gradient, int[] runs) {
        this.gradient = gradient;
        this.runs = runs;
    }

    /**
     * The gradients of a convolution's weights.
     *
     * @param images the input in its padding
     * @return null where another way is better or needed
     */
    public static WinogradGradient of(ConvShape shape, PaddedImages images, PaddedImages errors, int group) {
        if (shape.kernelHeight() != 3 || shape.kernelWidth() != 3 || shape.stride() != 1) {
            return null;
        }
        int channels = shape.groupInChannels();
        int columns = shape.groupOutChannels();
        return of(new Gradient(
                shape.batch(),
                images,
                shape.inChannels(),
                group * channels,
                channels,
                errors,
                shape.outChannels(),
                group * columns,
                columns));
    }

    /** @return null where another way is better, or the sums might not be exact */
    static WinogradGradient of(Gradient gradient) {
        int[] runs = runs(gradient);
        return suits(gradient) && Arrays.stream(runs).allMatch(run -> run >= SHORTEST)
                ? new WinogradGradient(gradient, runs)
                : null;
    }

    private static boolean suits(Gradient gradient) {
        return Loops.best().fastProducts()
                && gradient.channels() * gradient.columns() >= FEWEST_PAIRS * (gradient.channels() + gradient.columns())
                && gradient.height() % 2 == 0
                && gradient.width() % 2 == 0
                && gradient.width() >= NARROWEST
                && gradient.width() <= WIDEST;
    }

    /** By position, how many vectors of products binary32 can sum; 0 where the transforms might not fit 16 bits. */
    private static int[] runs(Gradient gradient) {
        long low = Math.min(0, gradient.images().min());
        long high = Math.max(0, gradient.images().max());
        long most = Math.max(-low, high);
        long error = Math.max(Math.abs((long) gradient.errors().min()), Math.abs((long)
                gradient.errors().max()));
        int[] runs = new int[GradientLoops.POSITIONS * GradientLoops.POSITIONS];
        if (Math.max(high - low, 2 * Math.max(most, error)) > Short.MAX_VALUE) {
            return runs;
        }
        for (int p = 0; p < runs.length; p++) {
            int i = p / GradientLoops.POSITIONS;
            int j = p % GradientLoops.POSITIONS;
            long left = i == 1 && j == 1 ? 4 * most : 2 * (high - low);
            long right = error * growth(i) * growth(j);
            runs[p] = (int) (Columns.EXACT_FLOAT / Math.max(1, left * right));
        }
        return runs;
    }

    private static int growth(int position) {
        return position == 1 || position == 2 ? 2 : 1;
    }

    /** @param c gradients [channels, 3, 3, columns] */
    @Override
    public void multiply(long[] c, Parallel parallel) {
        WinogradTiles tiles = WinogradTiles.of(gradient.height(), gradient.width(), GradientLoops.TILES);
        int strips = gradient.batch() * tiles.strips();
        int slices = Math.max(1, (int) ((long) strips * tiles.count() / SLICE));
        int channelBlocks = (gradient.channels() + BLOCK - 1) / BLOCK;
        int columnBlocks = (gradient.columns() + BLOCK - 1) / BLOCK;
        int each = channelBlocks * columnBlocks * GradientLoops.POSITIONS;
        int size = gradient.channels() * Stencil.TAPS * gradient.columns();
        Arrays.fill(c, 0, size, 0);
        // Tasks that follow one another read the same codes.
        parallel.forEach(slices * each, task -> {
            int row = task % GradientLoops.POSITIONS;
            int block = task % each / GradientLoops.POSITIONS;
            int channel = block / columnBlocks * BLOCK;
            int column = block % columnBlocks * BLOCK;
            int slice = task / each;
            int from = (int) ((long) strips * slice / slices);
            int to = (int) ((long) strips * (slice + 1) / slices);
            GradientPanel panel = GradientPanel.local();
            panel.open(gradient, tiles, row, channel, column, BLOCK);
            panel.add(from, to, runs);
            synchronized (c) {
                panel.collect(c);
            }
        });
        for (int i = 0; i < size; i++) {
            c[i] /= 4;
        }
    }
}
