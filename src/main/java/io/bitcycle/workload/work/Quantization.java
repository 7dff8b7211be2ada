package io.bitcycle.workload.work;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.workload.LayerBits;

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

    /** The same in a layer with widths of its own. */
    public Quantization with(LayerBits bits) {
        return new Quantization(
                quantizer, bits.forward(weightBits), bits.forward(activationBits), bits.backward(backwardBits));
    }

    /** Additions that make a code: two clamp comparisons, a rounding, an offset subtracted, and noise added. */
    int quantizeAdds(boolean stochastic) {
        return 3 + (quantizer.hasOffsets() ? 1 : 0) + (stochastic ? 1 : 0);
    }

    /** Multiplications that make a value of sums: one scales that of products, with offsets another one that of codes. */
    int dequantizeMultiplies() {
        return quantizer.hasOffsets() ? 2 : 1;
    }

    /** Additions of the same: the two sums, and the terms that columns or rows share. */
    int dequantizeAdds() {
        return quantizer.hasOffsets() ? 2 : 0;
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
