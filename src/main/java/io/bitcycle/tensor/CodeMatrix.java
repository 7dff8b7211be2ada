package io.bitcycle.tensor;

import io.bitcycle.numeric.loops.Loops;

/**
 * A read-only view of an integer matrix of codes. Im2col, transposes and stride phases are views too: nothing is
 * materialised. Implementations must be safe to read from several threads at once.
 */
public interface CodeMatrix {
    int rows();

    int cols();

    /** A lower bound of every element, not necessarily attained. */
    int min();

    /** An upper bound of every element, not necessarily attained. */
    int max();

    /** A bound of the magnitude of every element. */
    default long magnitude() {
        return Math.max(Math.abs((long) min()), Math.abs((long) max()));
    }

    /** One element; the slow, obvious accessor. */
    int get(int row, int col);

    /**
     * Copies rows {@code [row, row + rows)} x columns {@code [col, col + cols)} row-major into {@code out}: element
     * {@code (row + r, col + c)} goes to {@code out[at + r * stride + c]}. Only for matrices whose codes fit a short.
     */
    void copy(int row, int rows, int col, int cols, short[] out, int at, int stride);

    /**
     * Copies the same block column-major: element {@code (row + r, col + c)} goes to
     * {@code out[at + c * stride + r]}. A view that answers true to {@link #columnMajor} should override the default.
     */
    default void copyTransposed(int row, int rows, int col, int cols, short[] out, int at, int stride) {
        short[] line = new short[cols];
        for (int r = 0; r < rows; r++) {
            copy(row + r, 1, col, cols, line, 0, cols);
            for (int c = 0, to = at + r; c < cols; c++, to += stride) {
                out[to] = line[c];
            }
        }
    }

    /**
     * Whether {@link #copyTransposed} is the cheaper of the two copies, as for the im2col view of a
     * channels x height x width tensor, where a column runs through neighbouring pixels. A hint, for speed only.
     */
    default boolean columnMajor() {
        return false;
    }

    /** The transpose, a view too. */
    default CodeMatrix transposed() {
        return new TransposedView(this);
    }

    /**
     * Packs rows as lanes: element {@code (row + r, col + c)} goes to {@code out[at + c * lanes + r]}, zeros to the lanes from {@code rows}
     * on. Only for matrices whose codes fit a short.
     *
     * @param rows 1 to lanes
     */
    default void packLanes(int row, int rows, int col, int cols, int lanes, float[] out, int at) {
        short[] codes = new short[cols * lanes];
        copyTransposed(row, rows, col, cols, codes, 0, lanes);
        Loops.best().widen(codes, 0, codes.length, out, at);
    }

    /** The same as doubles. */
    default void packLanes(int row, int rows, int col, int cols, int lanes, double[] out, int at) {
        short[] codes = new short[cols * lanes];
        copyTransposed(row, rows, col, cols, codes, 0, lanes);
        Loops.best().widen(codes, 0, codes.length, out, at);
    }

    /** Packs a part of a row: element {@code (row, col + c)} goes to {@code out[at + c]}. */
    default void packRow(int row, int col, int cols, float[] out, int at) {
        short[] codes = new short[cols];
        copy(row, 1, col, cols, codes, 0, cols);
        Loops.best().widen(codes, 0, cols, out, at);
    }
}
