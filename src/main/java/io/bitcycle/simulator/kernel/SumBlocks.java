package io.bitcycle.simulator.kernel;

/** Takes the sums of a product as they are finished, block of rows by block of rows, in any order and on any thread. */
@FunctionalInterface
public interface SumBlocks {
    /**
     * All columns of the rows from {@code row} on.
     *
     * @param sums exact integers; that of row {@code row + r} and column j is at {@code j * stride + r}. Reused after the call
     */
    void accept(int row, int rows, double[] sums, int stride);
}
