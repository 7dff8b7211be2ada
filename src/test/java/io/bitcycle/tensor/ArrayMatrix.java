package io.bitcycle.tensor;

import java.util.Random;

/** A row-major matrix in an array, for tests and measurements. */
public final class ArrayMatrix implements CodeMatrix {
    private final int rows;
    private final int cols;
    private final int min;
    private final int max;
    private final int[] wide;
    private final short[] codes;

    public ArrayMatrix(int rows, int cols, int min, int max, int[] values) {
        this.rows = rows;
        this.cols = cols;
        this.min = min;
        this.max = max;
        this.wide = values;
        this.codes = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            codes[i] = (short) values[i];
        }
    }

    /** Uniform codes of [min, max]. */
    public static ArrayMatrix random(Random random, int rows, int cols, int min, int max) {
        int[] values = new int[rows * cols];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) (min + Math.floorMod(random.nextLong(), (long) max - min + 1));
        }
        return new ArrayMatrix(rows, cols, min, max, values);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int cols() {
        return cols;
    }

    @Override
    public int min() {
        return min;
    }

    @Override
    public int max() {
        return max;
    }

    @Override
    public int get(int row, int col) {
        return wide[row * cols + col];
    }

    @Override
    public void copy(int row, int rows, int col, int cols, short[] out, int at, int stride) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(codes, (row + r) * this.cols + col, out, at + r * stride, cols);
        }
    }
}
