package io.bitcycle.training.fixed;

import java.util.List;
import java.util.Map;

/** A layer in fixed point; the contract is that of {@link io.bitcycle.training.layer.Layer}, the numbers are integers. */
interface FixedLayer {
    /** The name in reports, unique in its network. */
    String name();

    /** The output for a batch. In training, keeps what {@link #backward} needs. */
    FixedTensor forward(FixedTensor input, FixedStep step);

    /** Sets the parameters' gradients and returns that of the input of the last forward pass, or null when nobody needs it. */
    FixedTensor backward(FixedTensor outputGradient, FixedStep step);

    /** Trainable parameters, in a fixed order. */
    default List<FixedParameter> parameters() {
        return List.of();
    }

    /** What it carries from iteration to iteration beside its parameters, in a fixed order, live. */
    default Map<String, int[]> state() {
        return Map.of();
    }

    /** The layers inside this one, itself excluded. */
    default List<FixedLayer> children() {
        return List.of();
    }
}
