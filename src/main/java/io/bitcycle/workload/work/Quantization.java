package io.bitcycle.workload.work;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.Quantizer;

/**
 * How the operands of products become codes.
 *
 * @param weightBits width of weights
 * @param activationBits width of activations
 * @param backwardBits width of errors
 */
public record Quantization(Quantizer quantizer, int weightBits, int activationBits, int backwardBits) {
    /** Weights and activations alike. */
    public Quantization(Quantizer quantizer, int forwardBits, int backwardBits) {
        this(quantizer, forwardBits, forwardBits, backwardBits);
    }

    /** Of weights. */
    public IntegerFormat weight() {
        return quantizer.format(weightBits);
    }

    /** Of activations. */
    public IntegerFormat activation() {
        return quantizer.format(activationBits);
    }

    /** Of errors. */
    public IntegerFormat backward() {
        return quantizer.format(backwardBits);
    }
}
