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
 * 2 (max - min) in magnitude, at position (1, 1) at most 4 max(-min, max). Products of it with the transformed weights of all channels and
 * positions together are at most 2^53 in sum, so they and their transform are exact in binary64.
 */
record WinogradWeights(double[] values, int channels, int columns) {
    private static final int BLOCK = Loops.best().products().columns();

    /** @return null where binary64 does not suffice */
    static WinogradWeights of(Stencil stencil, Parallel parallel) {
        int channels = stencil.channels();
        int blocks = blocks(stencil.columns());
        double[] all = new double[TileLoops.POSITIONS * blocks * channels * BLOCK];
        double[] largest = largest(stencil);
        AtomicBoolean exact = new AtomicBoolean(true);
        parallel.forEach(blocks, block -> {
            transform(stencil, block, all);
            if (!isExact(all, block, blocks, channels, largest)) {
                exact.set(false);
            }
        });
        return exact.get() ? new WinogradWeights(all, channels, stencil.columns()) : null;
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

    private static void transform(Stencil stencil, int block, double[] out) {
        int channels = stencil.channels();
        int step = blocks(stencil.columns()) * channels * BLOCK;
        double[] half = new double[12];
        for (int o = 0; o < BLOCK; o++) {
            int column = block * BLOCK + o;
            for (int c = 0; c < channels && column < stencil.columns(); c++) {
                int from = (c * stencil.columns() + column) * Stencil.TAPS;
                int to = (block * channels + c) * BLOCK + o;
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

    /** Whether binary64 holds all sums of a block's columns. */
    private static boolean isExact(double[] all, int block, int blocks, int channels, double[] largest) {
        double[] total = new double[BLOCK];
        for (int p = 0; p < TileLoops.POSITIONS; p++) {
            int at = (p * blocks + block) * channels * BLOCK;
            for (int i = 0; i < channels * BLOCK; i++) {
                total[i % BLOCK] += largest[p] * Math.abs(all[at + i]);
            }
        }
        for (double each : total) {
            if (!(each <= Columns.EXACT_DOUBLE)) {
                return false;
            }
        }
        return true;
    }
}
