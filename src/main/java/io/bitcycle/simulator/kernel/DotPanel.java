package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.OffsetMatrix;
import java.util.Arrays;

/**
 * One thread's part of a product of great depth whose left operand runs through neighbours along it, such as the backward-weight
 * pass of a convolution of stride 1: all its outputs, over some of the depth. The left operand's rows are read in place, on
 * a copy of the stretch of codes that they cover.
 */
final class DotPanel {
    /** Depth multiplied at a time: the copies stay in the second-level cache. */
    private static final int DEPTH = 1024;
    /** Less depth at a time costs more than it saves. */
    private static final int SHORTEST = 64;

    private static final ThreadLocal<DotPanel> LOCAL = ThreadLocal.withInitial(DotPanel::new);

    private final Loops loops = Loops.best();
    private final Widened stretch = new Widened();
    private final int[] offsets = new int[DEPTH / Loops.DOT_LANES];
    private final float[] scratch = new float[Loops.DOT_ROWS * Loops.DOT_COLUMNS * Loops.DOT_LANES];
    private float[] right = new float[0];
    private int[] rows = new int[0];
    private double[] sums = new double[0];

    /** The calling thread's own. */
    static DotPanel local() {
        return LOCAL.get();
    }

    /** Depth to multiply at a time; 0 where another way is better. */
    static int depth(CodeMatrix a, CodeMatrix b) {
        long largest = Math.max(1, a.magnitude() * b.magnitude());
        int depth = (int) Math.min(DEPTH, Columns.EXACT_FLOAT / largest * Loops.DOT_LANES);
        boolean suits = depth >= SHORTEST
                && a instanceof OffsetMatrix matrix
                && matrix.colRun() % Loops.DOT_LANES == 0
                && matrix.cols() % Loops.DOT_LANES == 0
                && Widened.isWorth(matrix, 0, a.rows(), 0, depth);
        return suits ? depth : 0;
    }

    /**
     * The product over the depth [from, to), valid until the next call.
     *
     * @param b the right-hand operand, transposed
     * @param from a multiple of {@link Loops#DOT_LANES}
     * @param to likewise
     * @param most depth at a time
     * @return row i of a and row j of b in {@link Loops#DOT_PARTS} parts from {@code (i * padded(b.rows()) + j) * DOT_PARTS} on
     */
    double[] multiply(OffsetMatrix a, CodeMatrix b, int from, int to, int most) {
        int columns = padded(b.rows());
        clear(a.rows(), columns);
        for (int k = from; k < to; k += most) {
            int depth = Math.min(most, to - k);
            stretch.open(a, 0, a.rows(), k, depth, false);
            for (int i = 0; i < rows.length; i++) {
                rows[i] = stretch.at(Math.min(i, a.rows() - 1));
            }
            int steps = depth / Loops.DOT_LANES;
            for (int step = 0; step < steps; step++) {
                offsets[step] = a.colOffsets()[k + step * Loops.DOT_LANES];
            }
            for (int j = 0; j < b.rows(); j++) {
                b.packRow(j, k, depth, right, j * DEPTH);
            }
            for (int i = 0; i < a.rows(); i += Loops.DOT_ROWS) {
                for (int j = 0; j < columns; j += Loops.DOT_COLUMNS) {
                    loops.addDots(
                            stretch.narrow(),
                            rows,
                            i,
                            offsets,
                            steps,
                            right,
                            j * DEPTH,
                            DEPTH,
                            sums,
                            (i * columns + j) * Loops.DOT_PARTS,
                            columns * Loops.DOT_PARTS,
                            scratch);
                }
            }
        }
        return sums;
    }

    static int padded(int columns) {
        return Columns.padded(columns, Loops.DOT_COLUMNS);
    }

    /** The right operand's padding keeps what it holds: finite, and its sums are not read. */
    private void clear(int left, int columns) {
        int padded = Columns.padded(left, Loops.DOT_ROWS);
        if (rows.length != padded) {
            rows = new int[padded];
        }
        if (right.length < columns * DEPTH) {
            right = new float[columns * DEPTH];
        }
        int size = padded * columns * Loops.DOT_PARTS;
        if (sums.length < size) {
            sums = new double[size];
        } else {
            Arrays.fill(sums, 0, size, 0);
        }
    }
}
