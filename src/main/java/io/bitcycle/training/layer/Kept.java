package io.bitcycle.training.layer;

/** What a layer keeps from a forward pass in training until the backward pass takes it. */
final class Kept<T> {
    private final String layer;
    private T value;

    Kept(String layer) {
        this.layer = layer;
    }

    void keep(T newValue) {
        value = newValue;
    }

    /** The value, which is then free to be collected: each forward pass has one backward pass. */
    T take() {
        if (value == null) {
            throw new IllegalStateException(layer + ": backward needs a forward pass in training before it");
        }
        T taken = value;
        value = null;
        return taken;
    }
}
