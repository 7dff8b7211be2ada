package io.bitcycle.workload.work;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.Quantizer;

/**
 * How the operands of products become codes.
 *
 * @param forwardBits width of weights and activations
 * @param backwardBits width of errors
 */
public record Quantization(Quantizer quantizer, int forwardBits, int backwardBits) {
    /** Of weights and activations. */
    public IntegerFormat forward() {
        return quantizer.format(forwardBits);
    }

    /** Of errors. */
    public IntegerFormat backward() {
        return quantizer.format(backwardBits);
    }
}
