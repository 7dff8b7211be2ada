package io.bitcycle.training.layer;

import io.bitcycle.tensor.CodeTensor;

/** Sees the integers of quantized layers as they are made: for files, goldens and comparisons. */
public interface TensorObserver {
    /** Sees nothing. */
    TensorObserver NONE = new TensorObserver() {};

    /**
     * Codes that go into the array.
     *
     * @param name {@code input_codes}, {@code weight_codes}, {@code grad_output_codes} or {@code folded_grad_output_codes}
     */
    default void codes(String layer, String name, CodeTensor codes) {}

    /** Whether {@link #forwardAccumulators} is to be called; forming the sums costs time. */
    default boolean wantsAccumulators() {
        return false;
    }

    /**
     * Sums of code x code of the forward pass, padding taps contributing 0.
     *
     * @param shape [N, O, Ho, Wo]
     */
    default void forwardAccumulators(String layer, long[] sums, int... shape) {}
}
