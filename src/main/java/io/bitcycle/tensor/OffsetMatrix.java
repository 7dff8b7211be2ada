package io.bitcycle.tensor;

import io.bitcycle.numeric.IntegerFormat;

/**
 * A view of an array of codes in which element (r, c) lies at {@code base + rowOffsets[r] + colOffsets[c]}. Dense matrices,
 * transposes, im2col of a padded image, stride phases and their transposes all have this form.
 */
public final class OffsetMatrix implements CodeMatrix {
    private final short[] codes;
    private final int base;
    private final int[] rowOffsets;
    private final int[] colOffsets;
    private final int min;
    private final int max;
    private final boolean columnMajor;

    /**
     * @param codes bit patterns, not copied
     * @param min lower bound of the codes
     * @param max upper bound of the codes; above 32767 the patterns are read as unsigned
     */
    public OffsetMatrix(short[] codes, int base, int[] rowOffsets, int[] colOffsets, int min, int max) {
        this.codes = codes;
        this.base = base;
        this.rowOffsets = rowOffsets;
        this.colOffsets = colOffsets;
        this.min = min;
        this.max = max;
        this.columnMajor = neighbours(rowOffsets) > neighbours(colOffsets);
    }

    /** Share of offsets that are one more than the one before. */
    private static double neighbours(int[] offsets) {
        int count = 0;
        for (int i = 1; i < offsets.length; i++) {
            count += offsets[i] == offsets[i - 1] + 1 ? 1 : 0;
        }
        return (double) count / offsets.length;
    }

    /** A row-major [rows, cols] matrix of codes of one format. */
    public static OffsetMatrix dense(short[] codes, int rows, int cols, IntegerFormat format) {
        return new OffsetMatrix(codes, 0, steps(rows, cols), steps(cols, 1), format.min(), format.max());
    }

    /** 0, stride, 2 stride, ... */
    public static int[] steps(int count, int stride) {
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = i * stride;
        }
        return offsets;
    }

    @Override
    public int rows() {
        return rowOffsets.length;
    }

    @Override
    public int cols() {
        return colOffsets.length;
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
        short pattern = codes[base + rowOffsets[row] + colOffsets[col]];
        return max > Short.MAX_VALUE ? pattern & 0xFFFF : pattern;
    }

    @Override
    public void copy(int row, int rows, int col, int cols, short[] out, int at, int stride) {
        for (int r = 0; r < rows; r++) {
            int from = base + rowOffsets[row + r];
            int to = at + r * stride;
            for (int c = 0; c < cols; c++) {
                out[to + c] = codes[from + colOffsets[col + c]];
            }
        }
    }

    @Override
    public void copyTransposed(int row, int rows, int col, int cols, short[] out, int at, int stride) {
        for (int c = 0; c < cols; c++) {
            int from = base + colOffsets[col + c];
            int to = at + c * stride;
            for (int r = 0; r < rows; r++) {
                out[to + r] = codes[from + rowOffsets[row + r]];
            }
        }
    }

    @Override
    public boolean columnMajor() {
        return columnMajor;
    }
}
