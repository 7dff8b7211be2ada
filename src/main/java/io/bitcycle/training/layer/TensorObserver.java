package io.bitcycle.training.layer;

import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.TrainingPass;

/** Sees tensors as they are made, the integers of quantized layers and the values of all: for files, goldens and comparisons. */
public interface TensorObserver {
    /** Sees nothing. */
    TensorObserver NONE = new TensorObserver() {};

    /**
     * Codes that go into the array.
     *
     * @param name {@code input_codes}, {@code weight_codes}, {@code grad_output_codes} or {@code folded_grad_output_codes}
     * @param codes not to be kept: they may be written over
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

    /**
     * What a layer hands on.
     *
     * @param name {@code output}, {@code grad_input}, or a parameter's gradient, {@code grad_weight}
     * @param values not to be kept: they may be written over
     */
    default void values(String layer, TrainingPass pass, String name, FloatTensor values) {}

    /**
     * What an iteration leaves for the next one: parameters, running statistics, the optimizer's.
     *
     * @param name LAYER.NAME
     * @param values not to be kept, likewise
     */
    default void state(String name, FloatTensor values) {}
}
