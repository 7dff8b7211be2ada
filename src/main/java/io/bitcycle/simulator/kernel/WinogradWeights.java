package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.TileLoops;
import io.bitcycle.tensor.Parallel;
import java.util.Arrays;

/**
 * Weights of a {@link Stencil} as {@link TileLoops} wants them, G g Gᵀ with G doubled: the one of position p, channel c and column o
 * at {@code ((p * blocks + o / 4) * channels + c) * 4 + o mod 4}.
 *
 * <p>Exactness. All numbers are integers. Of codes from min to max, zeros of the frame included, a transformed one is at most
 * 2 (max - min) in magnitude, at position (1, 1) at most 4 max(-min, max). Products of it with the transformed weights of all channels
 * that are summed at once are at most 2^22 in sum, so binary32 is exact and the transform of the products is in 32-bit integers; or all is done in binary64. In binary64 with all positions together
 * they are at most 2^53 in sum, so the transform of the products is exact in binary64.
 *
 * @param narrow null where binary64 must do all
 * @param wide null where binary32 does
 * @param run channels to sum at once
 */
record WinogradWeights(float[] narrow, double[] wide, int channels, int columns, int run) {
    /** Shorter runs cost more than binary64 does. */
    private static final int SHORTEST = 8;

    private static final double EXACT_DOUBLE = 0x1p53;

    /** @return null where binary64 does not suffice either */
    static WinogradWeights of(Stencil stencil, Parallel parallel) {
        int channels = stencil.channels();
        int blocks = blocks(stencil.columns());
        double[] all = new double[TileLoops.POSITIONS * blocks * channels * TileLoops.COLUMNS];
        double[] largest = largest(stencil);
        int[] runs = new int[blocks];
        parallel.forEach(blocks, block -> {
            transform(stencil, block, all);
            runs[block] = run(all, block, blocks, channels, largest);
        });
        int run = channels;
        for (int each : runs) {
            run = Math.min(run, each);
        }
        if (run == 0) {
            return null;
        }
        if (run < Math.min(channels, SHORTEST)) {
            return new WinogradWeights(null, all, channels, stencil.columns(), channels);
        }
        float[] narrow = new float[all.length];
        for (int i = 0; i < all.length; i++) {
            narrow[i] = (float) all[i];
        }
        return new WinogradWeights(narrow, null, channels, stencil.columns(), run);
    }

    private static int blocks(int columns) {
        return (columns + TileLoops.COLUMNS - 1) / TileLoops.COLUMNS;
    }

    int blocks() {
        return blocks(columns);
    }

    /** Where the weights of a position and block of columns begin. */
    int at(int position, int block) {
        return (position * blocks() + block) * channels * TileLoops.COLUMNS;
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

    private static void transform(Stencil stencil, int block, double[] out) {
        int channels = stencil.channels();
        int step = blocks(stencil.columns()) * channels * TileLoops.COLUMNS;
        double[] half = new double[12];
        for (int o = 0; o < TileLoops.COLUMNS; o++) {
            int column = block * TileLoops.COLUMNS + o;
            for (int c = 0; c < channels && column < stencil.columns(); c++) {
                int from = (c * stencil.columns() + column) * Stencil.TAPS;
                int to = (block * channels + c) * TileLoops.COLUMNS + o;
                for (int j = 0; j < 3; j++) {
                    spread(
                            stencil.weights()[from + j],
                            stencil.weights()[from + 3 + j],
                            stencil.weights()[from + 6 + j],
                            half,
                            j,
                            3);
                }
                for (int i = 0; i < 4; i++) {
                    spread(half[3 * i], half[3 * i + 1], half[3 * i + 2], out, to + 4 * i * step, step);
                }
            }
        }
    }

    /** The doubled G times three weights, exact while they are below 2^51. */
    private static void spread(double g0, double g1, double g2, double[] out, int at, int step) {
        out[at] = 2 * g0;
        out[at + step] = g0 + g1 + g2;
        out[at + 2 * step] = g0 - g1 + g2;
        out[at + 3 * step] = 2 * g2;
    }

    /** The most channels that binary32 can sum of this block's columns; 0 when binary64 cannot sum all. */
    private static int run(double[] all, int block, int blocks, int channels, double[] largest) {
        double[] total = new double[TileLoops.COLUMNS];
        int run = channels;
        for (int p = 0; p < TileLoops.POSITIONS; p++) {
            int at = (p * blocks + block) * channels * TileLoops.COLUMNS;
            for (int o = 0; o < TileLoops.COLUMNS; o++) {
                total[o] += largest[p] * sum(all, at + o, channels);
                while (run > 0 && most(all, at + o, channels, run) * largest[p] > TileLoops.LARGEST) {
                    run /= 2;
                }
            }
        }
        for (double each : total) {
            if (!(each <= EXACT_DOUBLE)) {
                return 0;
            }
        }
        return Math.max(1, run);
    }

    /** The largest sum of magnitudes of a run. */
    private static double most(double[] all, int at, int channels, int run) {
        double most = 0;
        for (int c = 0; c < channels; c += run) {
            most = Math.max(most, sum(all, at + c * TileLoops.COLUMNS, Math.min(run, channels - c)));
        }
        return most;
    }

    private static double sum(double[] all, int at, int count) {
        double sum = 0;
        for (int c = 0; c < count; c++) {
            sum += Math.abs(all[at + c * TileLoops.COLUMNS]);
        }
        return sum;
    }
}
