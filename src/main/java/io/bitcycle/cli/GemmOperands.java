package io.bitcycle.cli;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.TrainingPass;
import java.util.List;

/**
 * The operands of one product C [M, N] = A [M, K] x B [K, N]. Multipliers that take signed operands only get unsigned codes
 * less their centre; sums of the operands' rows and columns, formed at the array's edge, restore the product:
 * sum a b = sum (a - cA)(b - cB) + cA sum b + cB sum a - K cA cB.
 *
 * @param a [M, K]
 * @param b [K, N]
 */
record GemmOperands(CodeTensor a, CodeTensor b) {
    private static final String NAME = "gemm";

    MatrixShape shape() {
        return new MatrixShape(a.dim(0), b.dim(1), a.dim(1));
    }

    /** The operation of that shape, with the additions at the edge that restoring the product takes. */
    static MatrixOp operation(MatrixShape shape, IntegerFormat a, IntegerFormat b, Accelerator accelerator) {
        long m = shape.m();
        long n = shape.n();
        long k = shape.k();
        long edgeAdds = 0;
        if (accelerator.centre(a) != 0) {
            edgeAdds += k * n + m * n;
        }
        if (accelerator.centre(b) != 0) {
            edgeAdds += m * k + m * n;
        }
        return new MatrixOp(NAME, TrainingPass.FORWARD, 0, 1, m, k, n, 1, a, b, m * k, k * n, edgeAdds, 0, 0);
    }

    /** The product's sums [M, N], row-major, as the array and its edge form them. */
    long[] multiply(AcceleratorSession session) {
        int aCentre = session.accelerator().centre(a.format());
        int bCentre = session.accelerator().centre(b.format());
        MatrixOp op = operation(shape(), a.format(), b.format(), session.accelerator());
        long[] sums = session.multiply(op, List.of(centred(a, aCentre)), List.of(centred(b, bCentre)))[0];
        if (aCentre != 0 || bCentre != 0) {
            restore(sums, aCentre, bCentre);
        }
        return sums;
    }

    private static CodeMatrix centred(CodeTensor codes, int centre) {
        IntegerFormat format = codes.format();
        if (centre == 0) {
            return OffsetMatrix.dense(codes.patterns(), codes.dim(0), codes.dim(1), format);
        }
        short[] shifted = new short[codes.size()];
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = (short) (codes.code(i) - centre);
        }
        return OffsetMatrix.dense(shifted, codes.dim(0), codes.dim(1), IntegerFormat.signed(format.bits()));
    }

    private void restore(long[] sums, int aCentre, int bCentre) {
        int n = b.dim(1);
        int k = a.dim(1);
        long[] columnSums = new long[n];
        for (int i = 0; i < b.size(); i++) {
            columnSums[i % n] += b.code(i);
        }
        for (int row = 0; row < a.dim(0); row++) {
            long rowSum = 0;
            for (int i = row * k; i < (row + 1) * k; i++) {
                rowSum += a.code(i);
            }
            for (int col = 0; col < n; col++) {
                sums[row * n + col] += aCentre * columnSums[col] + bCentre * rowSum - (long) k * aCentre * bCentre;
            }
        }
    }
}
