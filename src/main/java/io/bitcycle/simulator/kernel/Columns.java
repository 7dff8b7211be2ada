package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.CodeMatrix;

/**
 * The right-hand operand of a {@link PanelKernel}, packed column by column; columns of zeros fill up to a multiple of
 * {@link Loops#COLUMNS}.
 *
 * <p>Exactness: binary32 represents every integer of magnitude up to 2^24, binary64 up to 2^53. A chain of multiply-adds of
 * integers is exact, in whatever order, as long as the magnitudes of its products add up to no more. So {@code run} products
 * are summed in binary32, and the sums of runs in binary64.
 *
 * @param narrow element (k, j) at {@code j * depth + k}; null when codes are so wide that binary64 must do all
 * @param wide the same as doubles, or null
 * @param run products to sum at once
 */
record Columns(float[] narrow, double[] wide, int count, int depth, int run) {
    /** Runs shorter than this cost more than they save. */
    private static final int SHORTEST = 32;

    static final int EXACT_FLOAT = 1 << 24;
    private static final long EXACT_DOUBLE = 1L << 53;

    /** Whether every sum of products fits binary64. */
    static boolean fit(CodeMatrix a, long largest, long depth) {
        long most = Math.max(1, magnitude(a) * Math.max(1, largest));
        return a.min() >= Short.MIN_VALUE && a.max() <= Short.MAX_VALUE && EXACT_DOUBLE / most >= depth;
    }

    /** Products of a and b that binary32 can sum. */
    static int run(CodeMatrix a, CodeMatrix b) {
        return (int) Math.min(Panel.DEPTH, EXACT_FLOAT / Math.max(1, magnitude(a) * magnitude(b)));
    }

    static boolean isShort(int run) {
        return run < SHORTEST;
    }

    static long magnitude(CodeMatrix x) {
        return Math.max(Math.abs((long) x.min()), Math.abs((long) x.max()));
    }

    static Columns of(CodeMatrix a, CodeMatrix b) {
        int depth = b.rows();
        int run = run(a, b);
        if (isShort(run)) {
            double[] wide = new double[padded(b.cols()) * depth];
            for (int j = 0; j < b.cols(); j++) {
                for (int k = 0; k < depth; k++) {
                    wide[j * depth + k] = b.get(k, j);
                }
            }
            return new Columns(null, wide, b.cols(), depth, Panel.WIDE_DEPTH);
        }
        float[] narrow = new float[padded(b.cols()) * depth];
        CodeMatrix columns = b.transposed();
        for (int j = 0; j < b.cols(); j++) {
            columns.packRow(j, 0, depth, narrow, j * depth);
        }
        return new Columns(narrow, null, b.cols(), depth, run);
    }

    /** Pieces of the depth that are summed at once. */
    int pieces() {
        return (depth + run - 1) / run;
    }

    /** Where a piece begins. */
    int from(int piece) {
        return (int) ((long) depth * piece / pieces());
    }

    /** @param weights element (k, j) at {@code k * count + j} */
    static Columns wide(long[] weights, int depth, int count) {
        double[] wide = new double[padded(count) * depth];
        for (int k = 0; k < depth; k++) {
            for (int j = 0; j < count; j++) {
                wide[j * depth + k] = weights[k * count + j];
            }
        }
        return new Columns(null, wide, count, depth, Panel.WIDE_DEPTH);
    }

    static int padded(int count) {
        return (count + Loops.COLUMNS - 1) / Loops.COLUMNS * Loops.COLUMNS;
    }
}
