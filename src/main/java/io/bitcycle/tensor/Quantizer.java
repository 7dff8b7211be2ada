package io.bitcycle.tensor;

import io.bitcycle.numeric.IntegerFormat;
import java.util.List;

/**
 * Turns binary32 tensors into codes, in two steps: measure the range, then quantize within a range. Implementations are
 * stateless and safe on any number of threads; running ranges belong to the layer. No result depends on how the
 * {@link Parallel} that is passed runs its tasks.
 *
 * <p>All methods throw {@link NonFiniteException}, naming the element, if they find NaN or an infinity, and
 * {@link IllegalArgumentException} for the range of an empty tensor or a code width outside 1 to 16.
 *
 * @see Quantizers the list of them
 */
public interface Quantizer {
    /** The name users write, e.g. {@code cpt}. */
    String name();

    /** Whether weights have a scale for each output channel, or one in all. */
    boolean scalesPerChannel();

    /**
     * Whether the layer quantizes E x (s_W[o] / S) for backward-data, S the greatest weight scale s_W of the group, instead
     * of the errors E (cpt-folded): a second call of {@link #error} with noise of its own.
     */
    boolean foldsWeightScale();

    /** The least width of codes that has more than one value beside 0's. */
    default int minBits() {
        return 1;
    }

    /** The format of codes of {@code bits} bits: signed if they have no offset, so that value = code x scale. */
    IntegerFormat format(int bits);

    /** Whether codes have an offset, which sums of codes take out of products. */
    default boolean hasOffsets() {
        return !format(minBits()).signed();
    }

    /** The ranges of weights [O, ...]: one per output channel, or one in all. */
    List<Range> weightRanges(FloatTensor weight, Parallel parallel);

    /**
     * Weights [O, ...] within given ranges.
     *
     * @param bits code width
     */
    QuantizedTensor weight(FloatTensor weight, List<Range> ranges, int bits, Parallel parallel);

    /** The dynamic range of activations, one for the whole tensor. */
    Range activationRange(FloatTensor activation, Parallel parallel);

    /**
     * Activations within a given range: the dynamic one in training, the running one in evaluation.
     *
     * @param taker of the codes
     */
    QuantizedTensor activation(FloatTensor activation, Range range, int bits, Parallel parallel, CodeTaker taker);

    /** The range of errors, one for the whole tensor. */
    Range errorRange(FloatTensor error, Parallel parallel);

    /** Errors within a given range, with the rounding noise of stochastic rounding; likewise. */
    QuantizedTensor error(FloatTensor error, Range range, int bits, Noise noise, Parallel parallel, CodeTaker taker);

    /** Activations within a given range, in a new array. */
    default QuantizedTensor activation(FloatTensor activation, Range range, int bits, Parallel parallel) {
        return activation(activation, range, bits, parallel, CodeTaker.fresh());
    }

    /** Errors within a given range, in a new array. */
    default QuantizedTensor error(FloatTensor error, Range range, int bits, Noise noise, Parallel parallel) {
        return error(error, range, bits, noise, parallel, CodeTaker.fresh());
    }

    /** Weights within their own ranges. */
    default QuantizedTensor weight(FloatTensor weight, int bits, Parallel parallel) {
        return weight(weight, weightRanges(weight, parallel), bits, parallel);
    }

    /** Errors within their own range. */
    default QuantizedTensor error(FloatTensor error, int bits, Noise noise, Parallel parallel) {
        return error(error, errorRange(error, parallel), bits, noise, parallel);
    }
}
