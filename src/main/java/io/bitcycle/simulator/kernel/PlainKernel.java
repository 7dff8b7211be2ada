package io.bitcycle.simulator.kernel;

import io.bitcycle.tensor.CodeMatrix;

/** The slow twin of {@link BlockedKernel}: three obvious loops that say what a product is. */
public final class PlainKernel {
    private PlainKernel() {}

    /**
     * Computes {@code c[i * N + j] = sum over k of a(i, k) * b(k, j)}.
     *
     * @param a M x K
     * @param b K x N
     * @param c at least M x N, row-major; overwritten
     */
    public static void multiply(CodeMatrix a, CodeMatrix b, long[] c) {
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < b.cols(); j++) {
                long sum = 0;
                for (int k = 0; k < a.cols(); k++) {
                    sum += (long) a.get(i, k) * b.get(k, j);
                }
                c[i * b.cols() + j] = sum;
            }
        }
    }
}
