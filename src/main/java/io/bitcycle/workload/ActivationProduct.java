package io.bitcycle.workload;

import io.bitcycle.numeric.IntegerFormat;
import java.util.List;

/**
 * A product of two activations, as attention computes them: {@code count} times C[m, n] = A[m, k] x B[k, n]. Both operands
 * get a gradient, and both gradients flow on: they are two backward-data operations, phase 0 by A and phase 1 by B. Each
 * operand has one scale and offset, so nothing is rescaled.
 *
 * @param count equal products one after the other: samples x heads
 */
public record ActivationProduct(String layer, int count, long m, long k, long n, boolean quantized)
        implements Product, Lowering {
    private static final int CORRECTIONS_PER_OUTPUT = 2;

    @Override
    public boolean inputGradient() {
        return true;
    }

    @Override
    public long macs() {
        return Math.multiplyExact(m * k * n, count);
    }

    @Override
    public double estimatedMacs() {
        return (double) m * k * n * count;
    }

    @Override
    public long leftElements() {
        return count * m * k;
    }

    @Override
    public long rightElements() {
        return count * k * n;
    }

    @Override
    public long resultElements() {
        return count * m * n;
    }

    @Override
    public boolean hasWeights() {
        return false;
    }

    @Override
    public Lowering lower(int resultBits) {
        return this;
    }

    @Override
    public MatrixOp forward(IntegerFormat left, IntegerFormat right) {
        return op(TrainingPass.FORWARD, 0, m, k, n, left, right);
    }

    @Override
    public List<MatrixOp> backwardData(IntegerFormat error, IntegerFormat right, boolean perChannelScales) {
        return List.of(op(TrainingPass.BACKWARD_DATA, 0, m, n, k, error, right));
    }

    @Override
    public MatrixOp backwardWeight(IntegerFormat left, IntegerFormat error) {
        return op(TrainingPass.BACKWARD_DATA, 1, k, m, n, left, error);
    }

    private MatrixOp op(
            TrainingPass pass, int phase, long rows, long depth, long cols, IntegerFormat a, IntegerFormat b) {
        long sums = rows * depth + depth * cols;
        long edgeAdds = EdgePlan.isNeeded(a, b) ? sums + CORRECTIONS_PER_OUTPUT * rows * cols : 0;
        return new MatrixOp(
                layer,
                pass,
                phase,
                count,
                rows,
                depth,
                cols,
                1,
                a,
                b,
                rows * depth,
                depth * cols,
                edgeAdds,
                0,
                Float.SIZE);
    }
}
