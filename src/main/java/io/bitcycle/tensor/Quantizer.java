package io.bitcycle.tensor;

/**
 * Turns binary32 tensors into codes. Implementations are stateless; running ranges belong to the layer.
 *
 * @see Quantizers the list of them
 */
public interface Quantizer {
    /** The name users write, e.g. {@code cpt}. */
    String name();

    /**
     * Weights [O, ...].
     *
     * @param bits code width
     */
    QuantizedTensor weight(FloatTensor weight, int bits);

    /** The dynamic range of activations, one for the whole tensor. */
    Range activationRange(FloatTensor activation);

    /** Activations within a given range: the dynamic one in training, the running one in evaluation. */
    QuantizedTensor activation(FloatTensor activation, Range range, int bits);

    /** Errors, with the rounding noise of stochastic rounding. */
    QuantizedTensor error(FloatTensor error, int bits, Noise noise);

    /** Whether backward-data multiplies errors by the weights' relative scale before quantizing them (cpt-folded). */
    boolean foldsWeightScale();
}
