package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.ProductLoops;
import io.bitcycle.tensor.CodeMatrix;

/**
 * The right-hand operand of a {@link PanelKernel}, packed in blocks of as many columns as {@link ProductLoops} takes at once; columns of
 * zeros fill up the last block.
 *
 * <p>Exactness: binary32 represents every integer of magnitude up to 2^24, binary64 up to 2^53. A chain of multiply-adds of
 * integers is exact, in whatever order, as long as the magnitudes of its products add up to no more. So {@code run} products
 * are summed in binary32, and the sums of runs in binary64.
 *
 * @param narrow element (k, j) at {@link #at} of k and j's block, plus j's place in it; null when codes are so wide that binary64 must do all
 * @param wide the same as doubles, or null
 * @param run products to sum at once
 * @param loops what multiplies them
 */
record Columns(float[] narrow, double[] wide, int count, int depth, int run, ProductLoops loops) {
    /** Runs shorter than this cost more than they save. */
    private static final int SHORTEST = 32;

    static final int EXACT_FLOAT = 1 << 24;
    static final long EXACT_DOUBLE = 1L << 53;

    /** Whether every sum of products fits binary64. */
    static boolean fit(CodeMatrix a, long largest, long depth) {
        long most = Math.max(1, a.magnitude() * Math.max(1, largest));
        return a.min() >= Short.MIN_VALUE && a.max() <= Short.MAX_VALUE && EXACT_DOUBLE / most >= depth;
    }

    /** Products of a and b that binary32 can sum. */
    static int run(CodeMatrix a, CodeMatrix b) {
        return (int) (EXACT_FLOAT / Math.max(1, a.magnitude() * b.magnitude()));
    }

    static boolean isShort(int run) {
        return run < SHORTEST;
    }

    static Columns of(CodeMatrix a, CodeMatrix b, ProductLoops loops) {
        int depth = b.rows();
        int count = b.cols();
        int block = loops.columns();
        int run = run(a, b);
        if (isShort(run)) {
            double[] wide = new double[padded(count, block) * depth];
            for (int j = 0; j < count; j++) {
                for (int k = 0, to = first(j, depth, block); k < depth; k++, to += block) {
                    wide[to] = b.get(k, j);
                }
            }
            return new Columns(null, wide, count, depth, Panel.wideDepth(loops), loops);
        }
        float[] narrow = new float[padded(count, block) * depth];
        float[] column = new float[depth];
        CodeMatrix columns = b.transposed();
        for (int j = 0; j < count; j++) {
            columns.packRow(j, 0, depth, column, 0);
            for (int k = 0, to = first(j, depth, block); k < depth; k++, to += block) {
                narrow[to] = column[k];
            }
        }
        return new Columns(narrow, null, count, depth, Math.min(Panel.depth(loops), run), loops);
    }

    /** Where a column begins. */
    private static int first(int column, int depth, int block) {
        return column / block * block * depth + column % block;
    }

    /** Where the block of columns from {@code column} on begins, at this depth. */
    int at(int k, int column) {
        return column * depth + k * loops.columns();
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
    static Columns wide(long[] weights, int depth, int count, ProductLoops loops) {
        int block = loops.columns();
        double[] wide = new double[padded(count, block) * depth];
        for (int j = 0; j < count; j++) {
            for (int k = 0, to = first(j, depth, block); k < depth; k++, to += block) {
                wide[to] = weights[k * count + j];
            }
        }
        return new Columns(null, wide, count, depth, Panel.wideDepth(loops), loops);
    }

    /** Columns with those of zeros. */
    int padded() {
        return padded(count, loops.columns());
    }

    /** The next multiple of {@code each}. */
    static int padded(int count, int each) {
        return (count + each - 1) / each * each;
    }
}
