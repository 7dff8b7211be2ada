package io.bitcycle.workload;

import io.bitcycle.numeric.IntegerFormat;
import java.util.List;

/** The matrix operations of one product in the three passes of a training iteration. */
public interface Lowering {
    /** Left times right operand: activations times weights, or two activations. */
    MatrixOp forward(IntegerFormat left, IntegerFormat right);

    /**
     * The gradient by the left operand.
     *
     * @param perChannelScales whether weights have a scale per output channel, so that each channel's partial sum is
     *     rescaled (quantizer cpt); activations never have
     * @return in order of execution, several for strided convolutions; empty when no element meets an error
     */
    List<MatrixOp> backwardData(IntegerFormat error, IntegerFormat right, boolean perChannelScales);

    /** The gradient by the right operand. */
    MatrixOp backwardWeight(IntegerFormat left, IntegerFormat error);
}
