package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.numeric.loops.TileLoops;
import io.bitcycle.tensor.Parallel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Weights of a {@link Stencil} as {@link TileLoops} and {@code ProductLoops} want them, G g Gᵀ with G doubled: C columns being multiplied
 * at once, the one of position p, channel c and column o is at {@code ((p * blocks + o / C) * channels + c) * C + o mod C}.
 *
 * <p>Exactness. All numbers are integers. Of codes from min to max, zeros of the frame included, a transformed one is at most
 * 2 (max - min) in magnitude, at position (1, 1) at most 4 max(-min, max). Products of it with the transformed weights of all channels
 * are at most 2^24 in sum where binary32 adds them up, which is at one position, and binary64 transforms them back. Otherwise those of all
 * positions together are at most 2^53, so they and their transform are exact in binary64.
 *
 * @param narrow null where products are in binary64
 * @param wide null where they are in binary32
 */
record WinogradWeights(float[] narrow, double[] wide, int channels, int columns) {
    private static final int BLOCK = Loops.best().products().columns();

    /** @return null where sums might not be exact: of a stencil that is narrow by its definition, in binary32; else in binary64 */
    static WinogradWeights of(Stencil stencil, Parallel parallel) {
        int blocks = blocks(stencil.columns());
        int size = TileLoops.POSITIONS * blocks * stencil.channels() * BLOCK;
        boolean isNarrow = FrameWeights.areNarrow(stencil);
        WinogradWeights weights = new WinogradWeights(
                isNarrow ? new float[size] : null,
                isNarrow ? null : new double[size],
                stencil.channels(),
                stencil.columns());
        double[] largest = largest(stencil);
        AtomicBoolean exact = new AtomicBoolean(true);
        parallel.forEach(blocks, block -> {
            if (exact.get() && !weights.isExact(weights.fill(stencil, block), largest)) {
                exact.set(false);
            }
        });
        return exact.get() ? weights : null;
    }

    private static int blocks(int columns) {
        return FrameWeights.padded(columns) / BLOCK;
    }

    int blocks() {
        return blocks(columns);
    }

    /** Where the weights of a position and block of columns begin. */
    int at(int position, int block) {
        return (position * blocks() + block) * channels * BLOCK;
    }

    /** Bounds of transformed codes, by position. */
    private static double[] largest(Stencil stencil) {
        double min = Math.min(0, stencil.images().min());
        double max = Math.max(0, stencil.images().max());
        double[] largest = new double[TileLoops.POSITIONS];
        Arrays.fill(largest, 2 * (max - min));
        largest[5] = 4 * Math.max(-min, max);
        return largest;
    }

    /**
     * Transforms a block of columns.
     *
     * @return sums of the magnitudes of its weights over channels, by column and position
     */
    private double[][] fill(Stencil stencil, int block) {
        double[][] sums = new double[BLOCK][TileLoops.POSITIONS];
        double[] half = new double[12];
        double[] tile = new double[TileLoops.POSITIONS];
        int step = at(1, 0);
        for (int c = 0; c < channels; c++) {
            for (int o = 0; o < Math.min(BLOCK, columns - block * BLOCK); o++) {
                int from = (c * columns + block * BLOCK + o) * Stencil.TAPS;
                for (int j = 0; j < 3; j++) {
                    long[] g = stencil.weights();
                    spread(g[from + j], g[from + 3 + j], g[from + 6 + j], half, j, 3);
                }
                for (int i = 0; i < 4; i++) {
                    spread(half[3 * i], half[3 * i + 1], half[3 * i + 2], tile, 4 * i, 1);
                }
                int to = at(0, block) + c * BLOCK + o;
                for (int p = 0; p < TileLoops.POSITIONS; p++) {
                    sums[o][p] += Math.abs(tile[p]);
                    if (narrow != null) {
                        narrow[to + p * step] = (float) tile[p];
                    } else {
                        wide[to + p * step] = tile[p];
                    }
                }
            }
        }
        return sums;
    }

    /** The doubled G times three weights, exact while they are below 2^51. */
    private static void spread(double g0, double g1, double g2, double[] out, int at, int step) {
        out[at] = 2 * g0;
        out[at + step] = g0 + g1 + g2;
        out[at + 2 * step] = g0 - g1 + g2;
        out[at + 3 * step] = 2 * g2;
    }

    /** Whether all sums of a block's columns are exact. */
    private boolean isExact(double[][] sums, double[] largest) {
        for (double[] byPosition : sums) {
            double total = 0;
            for (int p = 0; p < TileLoops.POSITIONS; p++) {
                double bound = largest[p] * byPosition[p];
                if (narrow != null && bound > Columns.EXACT_FLOAT) {
                    return false;
                }
                total += bound;
            }
            if (!(total <= Columns.EXACT_DOUBLE)) {
                return false;
            }
        }
        return true;
    }
}
