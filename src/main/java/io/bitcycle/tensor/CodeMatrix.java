package io.bitcycle.tensor;

/**
 * A read-only view of an integer matrix. Transposes, im2col and stride phases are views, so that nothing is materialised.
 */
public interface CodeMatrix {
    int rows();

    int cols();

    /** A lower bound of every element. */
    int min();

    /** An upper bound of every element. */
    int max();

    /** One element: slow and obvious. */
    int get(int row, int col);

    /**
     * Copies the block [row, row + rows) x [col, col + cols) row-major into {@code out} from index {@code at}, successive
     * rows {@code stride} apart. Only for matrices whose {@link #min()} and {@link #max()} fit a {@code short}.
     */
    void copy(int row, int rows, int col, int cols, short[] out, int at, int stride);
}
