package io.bitcycle.tensor;

/** Rounding noise of a tensor, one value in [-0.5, 0.5) per element. */
@FunctionalInterface
public interface Noise {
    /** Adds nothing: rounding to nearest, ties to even. */
    Noise NONE = index -> 0f;

    /** The noise of the element at a row-major index; the same for every call. */
    float at(int index);
}
