package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Alignment;
import io.bitcycle.tensor.OffsetMatrix;

/** One thread's copy of a stretch of codes as numbers, from which lanes are read in place. */
final class Widened {
    /** A stretch is worth copying when it holds no more than this share of the elements that packing would write. */
    private static final int WORTH = 2;

    private OffsetMatrix of;
    private int first;
    /** Where the copy of the first begins. */
    private int start;

    private float[] narrow = new float[0];
    private double[] wide = new double[0];

    /** Whether copying the stretch of a block of elements costs less than packing them. */
    static boolean isWorth(OffsetMatrix matrix, int row, int rows, int col, int cols) {
        return matrix.stretch(row, rows, col, cols).length() <= (long) rows * cols / WORTH;
    }

    /**
     * Copies the stretch of a block of elements.
     *
     * @param asDoubles into {@link #wide()} instead of {@link #narrow()}
     */
    void open(OffsetMatrix matrix, int row, int rows, int col, int cols, boolean asDoubles) {
        OffsetMatrix.Stretch stretch = matrix.stretch(row, rows, col, cols);
        of = matrix;
        first = stretch.first();
        start = asDoubles ? Alignment.DOUBLES : Alignment.FLOATS;
        int size = start + stretch.length();
        if (asDoubles) {
            wide = wide.length < size ? new double[size] : wide;
            matrix.widen(stretch, wide, start);
        } else {
            narrow = narrow.length < size ? new float[size] : narrow;
            matrix.widen(stretch, narrow, start);
        }
    }

    float[] narrow() {
        return narrow;
    }

    double[] wide() {
        return wide;
    }

    /** Where a row's elements begin; that of column k is {@code colOffsets()[k]} further. */
    int at(int row) {
        return start + of.at(row) - first;
    }
}
