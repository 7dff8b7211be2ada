package io.bitcycle.workload;

import io.bitcycle.numeric.IntegerFormat;
import java.util.List;

/**
 * The product of a recurrent layer's state with its weights, step by step: [rows, in] x [in, out] at each of {@code steps}
 * steps, of which each needs the one before. The weights come from the buffer or memory again at each step. Backward-data
 * stops at the first step, whose state is given; backward-weight runs once, over all steps.
 *
 * @param rows samples
 */
public record RecurrentProduct(String layer, int steps, int rows, int in, int out, boolean quantized)
        implements Product {
    @Override
    public boolean inputGradient() {
        return steps > 1;
    }

    @Override
    public long macs() {
        return (long) steps * rows * in * out;
    }

    @Override
    public double estimatedMacs() {
        return (double) steps * rows * in * out;
    }

    @Override
    public long leftElements() {
        return (long) steps * rows * in;
    }

    @Override
    public long rightElements() {
        return (long) in * out;
    }

    @Override
    public long resultElements() {
        return (long) steps * rows * out;
    }

    @Override
    public boolean hasWeights() {
        return true;
    }

    @Override
    public Lowering lower(int resultBits) {
        ConvLowering step = new ConvLowering(layer, ConvShape.linear(rows, in, out), resultBits);
        ConvLowering all =
                new ConvLowering(layer, ConvShape.linear(Math.multiplyExact(rows, steps), in, out), resultBits);
        return new Lowering() {
            @Override
            public MatrixOp forward(IntegerFormat left, IntegerFormat right) {
                return times(steps, step.forward(left, right));
            }

            @Override
            public List<MatrixOp> backwardData(IntegerFormat error, IntegerFormat right, boolean perChannelScales) {
                return steps == 1
                        ? List.of()
                        : step.backwardData(error, right, perChannelScales).stream()
                                .map(op -> times(steps - 1, op))
                                .toList();
            }

            @Override
            public MatrixOp backwardWeight(IntegerFormat left, IntegerFormat error) {
                return all.backwardWeight(left, error);
            }
        };
    }

    private static MatrixOp times(int steps, MatrixOp op) {
        return new MatrixOp(
                op.layer(),
                op.pass(),
                op.phase(),
                steps,
                op.m(),
                op.k(),
                op.n(),
                op.taps(),
                op.a(),
                op.b(),
                op.aElements(),
                op.bElements(),
                op.edgeAdds(),
                op.rescaleSegments(),
                op.resultBits());
    }
}
