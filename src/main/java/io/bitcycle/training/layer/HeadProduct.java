package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.work.ActivationProductWork;
import java.util.Map;

/** The products of two activations, one per head and sample: [G, m, k] x [G, k, n] = [G, m, n]. */
interface HeadProduct {
    /** As {@link Layer#state}, by names of the operands. */
    Map<String, FloatTensor> state();

    /** Keeps the operands in training. */
    FloatTensor forward(FloatTensor left, FloatTensor right, ActivationProductWork work, Step step);

    /** The gradients by both operands. */
    Gradients backward(FloatTensor errors, ActivationProductWork work, Step step);

    /** Of the left operand [G, m, k] and of the right one [G, k, n]. */
    record Gradients(FloatTensor left, FloatTensor right) {}
}
