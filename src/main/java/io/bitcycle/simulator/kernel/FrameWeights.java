package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;

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

    /** @return null where binary64 does not suffice either */
    static FrameWeights of(Stencil stencil) {
        int depth = stencil.channels() * Stencil.TAPS;
        int columns = stencil.columns();
        double largest = largest(stencil);
        if (!(largest * depth <= Columns.EXACT_DOUBLE)) {
            return null;
        }
        int run = (int) Math.min(LONGEST, Columns.EXACT_FLOAT / Math.max(1, largest));
        boolean isNarrow = run >= Math.min(depth, SHORTEST);
        float[] narrow = isNarrow ? new float[padded(columns) * depth] : null;
        double[] wide = isNarrow ? null : new double[padded(columns) * depth];
        for (int c = 0, from = 0; c < stencil.channels(); c++) {
            for (int o = 0; o < columns; o++) {
                int to = (o / BLOCK * depth + c * Stencil.TAPS) * BLOCK + o % BLOCK;
                for (int tap = 0; tap < Stencil.TAPS; tap++, from++, to += BLOCK) {
                    if (isNarrow) {
                        narrow[to] = stencil.weights()[from];
                    } else {
                        wide[to] = stencil.weights()[from];
                    }
                }
            }
        }
        return new FrameWeights(narrow, wide, columns, depth, isNarrow ? run : LONGEST);
    }

    /** A bound of the magnitude of a product. */
    private static double largest(Stencil stencil) {
        double weight = 0;
        for (long each : stencil.weights()) {
            weight = Math.max(weight, Math.abs((double) each));
        }
        return weight * stencil.images().magnitude();
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
