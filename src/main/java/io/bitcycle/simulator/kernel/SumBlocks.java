package io.bitcycle.simulator.kernel;

import io.bitcycle.tensor.Parallel;

/** Takes the sums of a product as they are finished, block of rows by block of rows, in any order and on any thread. */
@FunctionalInterface
public interface SumBlocks {
    /**
     * All columns of the rows from {@code row} on. Rows come in lines of as many as the taker has asked for, its granule.
     *
     * @param sums exact integers; that of row {@code row + r} and column j is at {@code at + j * stride + r / granule * pitch + r mod
     *     granule}. Reused after the call
     */
    void accept(int row, int rows, double[] sums, int at, int stride, int pitch);

    /**
     * Hands over sums that are there already.
     *
     * @param sums rows x columns, row-major
     * @param granule rows of a line; every block begins at a multiple of it
     * @throws ArithmeticException if a sum does not fit binary64
     */
    static void give(long[] sums, int rows, int columns, int granule, SumBlocks out, Parallel parallel) {
        parallel.forEach((rows + granule - 1) / granule, block -> {
            int row = block * granule;
            int count = Math.min(granule, rows - row);
            double[] some = new double[count * columns];
            for (int r = 0; r < count; r++) {
                for (int j = 0; j < columns; j++) {
                    long sum = sums[(row + r) * columns + j];
                    if (Math.abs(sum) > 1L << 53) {
                        throw new ArithmeticException("the sum " + sum + " is beyond 2^53");
                    }
                    some[j * count + r] = sum;
                }
            }
            out.accept(row, count, some, 0, count, granule);
        });
    }
}
