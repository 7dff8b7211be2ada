package io.bitcycle.tensor;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.numeric.loops.Loops;
import java.util.Arrays;

/**
 * A view of an array of codes in which element (r, c) lies at {@code base + rowOffsets[r] + colOffsets[c]}. Dense matrices,
 * transposes, im2col of a padded image, stride phases and their transposes all have this form.
 */
public final class OffsetMatrix implements CodeMatrix {
    /** Runs of neighbours below this are not worth a call each. */
    private static final int LONG_RUN = 8;

    private final short[] codes;
    private final int base;
    private final int[] rowOffsets;
    private final int[] colOffsets;
    private final int min;
    private final int max;
    /** See {@link #run}; 0 until somebody asks, which threads may do at the same time. */
    private int colRun;

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
    }

    /** Share of offsets that are one more than the one before. */
    private static double neighbours(int[] offsets) {
        int count = 0;
        for (int i = 1; i < offsets.length; i++) {
            count += offsets[i] == offsets[i - 1] + 1 ? 1 : 0;
        }
        return (double) count / offsets.length;
    }

    /** The greatest length such that all pieces of it, counted from the start, are neighbours. */
    private static int run(int[] offsets) {
        int run = Math.max(1, offsets.length);
        for (int i = 1; i < offsets.length && run > 1; i++) {
            if (offsets[i] != offsets[i - 1] + 1 && i % run != 0) {
                run = gcd(run, i);
            }
        }
        return run;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
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

    /** Where element (row, 0) lies, less the first column's offset. */
    public int at(int row) {
        return base + rowOffsets[row];
    }

    /** The live offsets of the columns. Not to be written. */
    public int[] colOffsets() {
        return colOffsets;
    }

    /** The greatest length such that all pieces of it, counted from column 0, are neighbours. */
    public int colRun() {
        int known = colRun;
        if (known == 0) {
            known = run(colOffsets);
            colRun = known;
        }
        return known;
    }

    /**
     * A stretch of the array of codes.
     *
     * @param first index of its first code
     */
    public record Stretch(int first, int length) {}

    /** The stretch that holds a block of elements and what lies between them. */
    public Stretch stretch(int row, int rows, int col, int cols) {
        int first = base + least(rowOffsets, row, rows) + least(colOffsets, col, cols);
        int last = base + greatest(rowOffsets, row, rows) + greatest(colOffsets, col, cols);
        return new Stretch(first, last - first + 1);
    }

    private static int least(int[] offsets, int from, int count) {
        int least = offsets[from];
        for (int i = from + 1; i < from + count; i++) {
            least = Math.min(least, offsets[i]);
        }
        return least;
    }

    private static int greatest(int[] offsets, int from, int count) {
        int greatest = offsets[from];
        for (int i = from + 1; i < from + count; i++) {
            greatest = Math.max(greatest, offsets[i]);
        }
        return greatest;
    }

    /** Writes the codes of a stretch to {@code out}, from {@code at} on. */
    public void widen(Stretch stretch, float[] out, int at) {
        Loops.best().widen(codes, stretch.first(), stretch.length(), out, at);
    }

    /** The same as doubles. */
    public void widen(Stretch stretch, double[] out, int at) {
        Loops.best().widen(codes, stretch.first(), stretch.length(), out, at);
    }

    /** Whether so many rows from this one on exist and are neighbours. */
    public boolean areNeighbours(int row, int rows) {
        if (row + rows > rowOffsets.length) {
            return false;
        }
        for (int r = row + 1; r < row + rows; r++) {
            if (rowOffsets[r] != rowOffsets[r - 1] + 1) {
                return false;
            }
        }
        return true;
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
        return neighbours(rowOffsets) > neighbours(colOffsets);
    }

    @Override
    public OffsetMatrix transposed() {
        return new OffsetMatrix(codes, base, colOffsets, rowOffsets, min, max);
    }

    @Override
    public void packLanes(int row, int rows, int col, int cols, int lanes, float[] out, int at) {
        if (rows < lanes) {
            Arrays.fill(out, at, at + cols * lanes, 0);
        }
        for (int r = 0; r < rows; r += Loops.NEIGHBOURS) {
            int some = Math.min(Loops.NEIGHBOURS, rows - r);
            if (some == Loops.NEIGHBOURS && areNeighbours(row + r, some)) {
                Loops.best().pack(codes, at(row + r), colOffsets, col, cols, out, at + r, lanes);
                continue;
            }
            for (int i = r; i < r + some; i++) {
                packLane(row + i, col, cols, lanes, out, at + i);
            }
        }
    }

    private void packLane(int row, int col, int cols, int lanes, float[] out, int lane) {
        int from = at(row);
        for (int c = 0, to = lane; c < cols; c++, to += lanes) {
            out[to] = codes[from + colOffsets[col + c]];
        }
    }

    @Override
    public void packLanes(int row, int rows, int col, int cols, int lanes, double[] out, int at) {
        if (rows < lanes) {
            Arrays.fill(out, at, at + cols * lanes, 0);
        }
        for (int r = 0; r < rows; r += Loops.NEIGHBOURS) {
            int some = Math.min(Loops.NEIGHBOURS, rows - r);
            if (some == Loops.NEIGHBOURS && areNeighbours(row + r, some)) {
                Loops.best().pack(codes, at(row + r), colOffsets, col, cols, out, at + r, lanes);
                continue;
            }
            for (int i = r; i < r + some; i++) {
                packLane(row + i, col, cols, lanes, out, at + i);
            }
        }
    }

    private void packLane(int row, int col, int cols, int lanes, double[] out, int lane) {
        int from = at(row);
        for (int c = 0, to = lane; c < cols; c++, to += lanes) {
            out[to] = codes[from + colOffsets[col + c]];
        }
    }

    @Override
    public void packRow(int row, int col, int cols, float[] out, int at) {
        int from = base + rowOffsets[row];
        if (colRun() < LONG_RUN) {
            packScattered(codes, from, colOffsets, col, cols, out, at);
            return;
        }
        for (int c = 0; c < cols; ) {
            int length = Math.min(cols - c, colRun() - (col + c) % colRun());
            Loops.best().widen(codes, from + colOffsets[col + c], length, out, at + c);
            c += length;
        }
    }

    private static void packScattered(short[] codes, int from, int[] offsets, int col, int cols, float[] out, int at) {
        for (int c = 0; c < cols; c++) {
            out[at + c] = codes[from + offsets[col + c]];
        }
    }
}
