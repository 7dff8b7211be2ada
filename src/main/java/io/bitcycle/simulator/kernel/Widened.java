package io.bitcycle.simulator.kernel;

import io.bitcycle.tensor.OffsetMatrix;

/** One thread's copy of a stretch of codes as numbers, from which lanes are read in place. */
final class Widened {
    private OffsetMatrix of;
    private int first;
    private float[] narrow = new float[0];
    private double[] wide = new double[0];

    /**
     * Copies the stretch of a block of elements, unless it is longer than {@code most}.
     *
     * @param asDoubles into {@link #wide()} instead of {@link #narrow()}
     * @return whether it did
     */
    boolean open(OffsetMatrix matrix, int row, int rows, int col, int cols, long most, boolean asDoubles) {
        OffsetMatrix.Stretch stretch = matrix.stretch(row, rows, col, cols);
        if (stretch.length() > most) {
            return false;
        }
        of = matrix;
        first = stretch.first();
        if (asDoubles) {
            wide = wide.length < stretch.length() ? new double[stretch.length()] : wide;
            matrix.widen(stretch, wide);
        } else {
            narrow = narrow.length < stretch.length() ? new float[stretch.length()] : narrow;
            matrix.widen(stretch, narrow);
        }
        return true;
    }

    float[] narrow() {
        return narrow;
    }

    double[] wide() {
        return wide;
    }

    /** Where a row's elements begin; that of column k is {@code colOffsets()[k]} further. */
    int at(int row) {
        return of.at(row) - first;
    }
}
