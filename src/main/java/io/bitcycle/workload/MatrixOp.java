package io.bitcycle.workload;

import io.bitcycle.numeric.IntegerFormat;

/**
 * A matrix product C[m, n] = A[m, k] x B[k, n] of integer codes, as the array executes it: shape and widths, no values.
 *
 * @param layer name of the layer
 * @param pass training pass
 * @param phase stride phase of backward-data, 0 elsewhere
 * @param groups equal products run one after the other (grouped convolution)
 * @param taps kernel positions in the depth: k = channels x taps, 1 for a plain matrix product
 * @param a format of A's codes
 * @param b format of B's codes
 * @param aElements codes of A that memory holds per group: the tensor, not its im2col expansion
 * @param bElements codes of B that memory holds per group
 * @param edgeAdds additions at the array's edge per group: code sums and their corrections
 * @param rescaleSegments depth segments with a scale of their own (backward-data under per-channel scales), else 0
 * @param resultBits width at which a finished sum leaves the output buffer, 0 for accumulator width
 * @param storesResult whether finished sums go to DRAM; else the vector unit takes them as they leave the output buffer and
 *     writes what it makes of them
 */
public record MatrixOp(
        String layer,
        TrainingPass pass,
        int phase,
        int groups,
        long m,
        long k,
        long n,
        int taps,
        IntegerFormat a,
        IntegerFormat b,
        long aElements,
        long bElements,
        long edgeAdds,
        int rescaleSegments,
        int resultBits,
        boolean storesResult)
        implements Operation {
    /** An operation whose results go to DRAM. */
    public MatrixOp(
            String layer,
            TrainingPass pass,
            int phase,
            int groups,
            long m,
            long k,
            long n,
            int taps,
            IntegerFormat a,
            IntegerFormat b,
            long aElements,
            long bElements,
            long edgeAdds,
            int rescaleSegments,
            int resultBits) {
        this(
                layer,
                pass,
                phase,
                groups,
                m,
                k,
                n,
                taps,
                a,
                b,
                aElements,
                bElements,
                edgeAdds,
                rescaleSegments,
                resultBits,
                true);
    }

    public MatrixOp {
        if (Math.min(Math.min(m, k), Math.min(n, groups)) < 1 || taps < 1 || k % taps != 0) {
            throw new IllegalArgumentException(
                    "no such product: " + m + " x " + k + " x " + n + ", taps " + taps + ", groups " + groups);
        }
    }

    /** A plain matrix product with nothing around it. */
    public static MatrixOp product(String name, long m, long k, long n, IntegerFormat a, IntegerFormat b) {
        return new MatrixOp(name, TrainingPass.FORWARD, 0, 1, m, k, n, 1, a, b, m * k, k * n, 0, 0, 0);
    }

    /** The same product, its results taken by the vector unit. */
    public MatrixOp withoutStore() {
        return storing(false);
    }

    /** The same product, its results written to DRAM. */
    public MatrixOp withStore() {
        return storing(true);
    }

    private MatrixOp storing(boolean stores) {
        return new MatrixOp(
                layer,
                pass,
                phase,
                groups,
                m,
                k,
                n,
                taps,
                a,
                b,
                aElements,
                bElements,
                edgeAdds,
                rescaleSegments,
                resultBits,
                stores);
    }

    /** Multiply-accumulates of all groups, padding taps included. */
    public long macs() {
        return m * k * n * groups;
    }

    /** Nominal bit operations: MACs x b_A x b_B. */
    public long bitOps() {
        return macs() * a.bits() * b.bits();
    }
}
