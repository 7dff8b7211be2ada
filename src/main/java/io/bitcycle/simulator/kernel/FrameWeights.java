package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.Parallel;

/**
 * Weights of a {@link Stencil} as {@code ProductLoops} wants them: that of channel c, tap t and column o, C columns being multiplied at
 * once, at {@code ((o / C) * depth + 9 c + t) * C + o mod C}; columns of zeros fill up the last block.
 *
 * <p>Exactness: as that of {@link Columns}.
 *
 * @param narrow null where binary64 must do all
 * @param wide null where binary32 does
 * @param depth channels times taps
 * @param run products to sum at once
 */
record FrameWeights(float[] narrow, double[] wide, int columns, int depth, int run) {
    /** Products summed at once: more inputs of a panel would leave the first-level cache. */
    private static final int LONGEST = 288;

    /** Runs shorter than this cost more than binary64 does. */
    private static final int SHORTEST = 32;

    private static final int BLOCK = Loops.best().products().columns();

    /** Whether binary64 holds all sums. */
    static boolean fit(Stencil stencil) {
        return stencil.largest() * stencil.depth() <= Columns.EXACT_DOUBLE;
    }

    /** Whether binary32 holds sums that are long enough. */
    static boolean areNarrow(Stencil stencil) {
        return narrowRun(stencil) >= Math.min(stencil.depth(), SHORTEST);
    }

    private static int narrowRun(Stencil stencil) {
        return (int) Math.min(LONGEST, Columns.EXACT_FLOAT / Math.max(1, stencil.largest()));
    }

    /** Of a stencil that {@linkplain #fit fits}. */
    static FrameWeights of(Stencil stencil, Parallel parallel) {
        int columns = stencil.columns();
        int size = padded(columns) * stencil.depth();
        if (!areNarrow(stencil)) {
            double[] wide = new double[size];
            forEach(stencil, parallel, (from, to) -> wide[to] = stencil.weights()[from]);
            return new FrameWeights(null, wide, columns, stencil.depth(), LONGEST);
        }
        float[] narrow = new float[size];
        forEach(stencil, parallel, (from, to) -> narrow[to] = stencil.weights()[from]);
        return new FrameWeights(narrow, null, columns, stencil.depth(), narrowRun(stencil));
    }

    /** Places one weight. */
    @FunctionalInterface
    private interface Place {
        void copy(int from, int to);
    }

    private static void forEach(Stencil stencil, Parallel parallel, Place place) {
        int columns = stencil.columns();
        parallel.forEachRange(stencil.channels(), (long) Stencil.PLACING * columns * Stencil.TAPS, (first, end) -> {
            for (int i = first * columns; i < end * columns; i++) {
                int c = i / columns;
                int o = i % columns;
                int to = (o / BLOCK * stencil.depth() + c * Stencil.TAPS) * BLOCK + o % BLOCK;
                for (int tap = 0; tap < Stencil.TAPS; tap++) {
                    place.copy(i * Stencil.TAPS + tap, to + tap * BLOCK);
                }
            }
        });
    }

    /** Columns with those of zeros. */
    static int padded(int columns) {
        return Columns.padded(columns, BLOCK);
    }

    /** Pieces of the depth that are summed at once. */
    int pieces() {
        return (depth + run - 1) / run;
    }

    /** Where a piece begins. */
    int from(int piece) {
        return (int) ((long) depth * piece / pieces());
    }

    /** Where the block of columns from {@code column} on begins, at this depth. */
    int at(int k, int column) {
        return column * depth + k * BLOCK;
    }
}
