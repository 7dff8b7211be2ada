package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.report.TestVectors;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.GroupOperands;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.workload.EdgePlan;
import io.bitcycle.workload.EdgeSums;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.TrainingPass;
import java.util.List;

/**
 * The operands of one product C [M, N] = A [M, K] x B [K, N]. Multipliers that take signed operands only get unsigned codes
 * less their centre; sums of the operands' rows and columns, formed at the array's edge, restore the product:
 * sum a b = sum (a - cA)(b - cB) + cA sum (b - cB) + cB sum (a - cA) + K cA cB.
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
        int corrections = (aCentre != 0 ? 1 : 0) + (bCentre != 0 ? 1 : 0);
        GroupOperands operands = GroupOperands.of(
                centred(a, aCentre),
                centred(b, bCentre),
                () -> EdgePlan.whole(a.dim(0), a.dim(1), bCentre != 0, aCentre != 0, corrections));
        AcceleratorSession.Result result = session.multiply(op, List.of(operands));
        long[] sums = result.sums()[0];
        if (corrections > 0) {
            restore(sums, aCentre, bCentre, result.edge().isEmpty() ? sumsOfCentred(aCentre, bCentre) : result.edge(0));
        }
        return sums;
    }

    /** What {@code --vectors} writes of a session's only product. */
    TestVectors vectors(AcceleratorSession session, long[] sums) {
        HardwareConfig hardware = session.accelerator().hardware();
        boolean restored = session.accelerator().centre(a.format()) != 0
                || session.accelerator().centre(b.format()) != 0;
        // Restored sums leave the edge, not an accumulator.
        int bits = restored ? Long.SIZE : hardware.array().mac().accumulatorBits();
        return new TestVectors(
                hardware,
                a,
                b,
                sums,
                bits,
                session.ledger().entries().get(0).cost().computeCycles());
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

    private void restore(long[] sums, int aCentre, int bCentre, EdgeSums edge) {
        int n = b.dim(1);
        long both = (long) a.dim(1) * aCentre * bCentre;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (aCentre == 0 ? 0 : aCentre * edge.b()[0][i % n])
                    + (bCentre == 0 ? 0 : bCentre * edge.a()[i / n])
                    + both;
        }
    }

    /** The sums that the edge forms, from the tensors. */
    private EdgeSums sumsOfCentred(int aCentre, int bCentre) {
        long[] rows = new long[a.dim(0)];
        for (int i = 0; i < a.size(); i++) {
            rows[i / a.dim(1)] += a.code(i) - aCentre;
        }
        long[] cols = new long[b.dim(1)];
        for (int i = 0; i < b.size(); i++) {
            cols[i % b.dim(1)] += b.code(i) - bCentre;
        }
        return new EdgeSums(rows, new long[][] {cols});
    }
}
