package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;

/** Some rows of a matrix, by their numbers. */
public final class RowsOf {
    private RowsOf() {}

    /** The rows [R, F] of a matrix [N, F]; itself where all of them are asked for. */
    public static FloatTensor picked(FloatTensor matrix, int[] rows) {
        int width = matrix.dim(1);
        if (rows.length == matrix.dim(0)) {
            return matrix;
        }
        FloatTensor picked = FloatTensor.zeros(rows.length, width);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(matrix.data(), rows[i] * width, picked.data(), i * width, width);
        }
        return picked;
    }

    /** Adds each row of {@code some} [R, F] to the row of the sums [N, F] that has its number. */
    public static void add(FloatTensor some, int[] rows, FloatTensor sums) {
        int width = sums.dim(1);
        for (int i = 0; i < rows.length; i++) {
            for (int f = 0; f < width; f++) {
                sums.data()[rows[i] * width + f] += some.data()[i * width + f];
            }
        }
    }
}
