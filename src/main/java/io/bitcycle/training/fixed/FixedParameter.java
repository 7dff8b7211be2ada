package io.bitcycle.training.fixed;

/** A trainable tensor in Qm.n with the gradient that the last backward pass set. */
final class FixedParameter {
    private final String layer;
    private final String name;
    private final FixedTensor value;
    private FixedTensor gradient;

    /**
     * @param layer name of the layer it belongs to
     * @param name {@code weight} or {@code bias}
     * @param value master copy, live; its exponent never changes
     */
    FixedParameter(String layer, String name, FixedTensor value) {
        this.layer = layer;
        this.name = name;
        this.value = value;
    }

    String layer() {
        return layer;
    }

    String name() {
        return name;
    }

    FixedTensor value() {
        return value;
    }

    /** Of the loss, in an exponent of its own. */
    FixedTensor gradient() {
        return gradient;
    }

    void setGradient(FixedTensor newGradient) {
        gradient = newGradient;
    }
}
