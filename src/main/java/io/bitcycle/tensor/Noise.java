package io.bitcycle.tensor;

import java.util.Arrays;

/**
 * Rounding noise of a tensor, one value in [-0.5, 0.5) per element. A function of the element's index: safe on any
 * number of threads. {@code io.bitcycle.numeric.RandomStream::fillSymmetric} of a stream is one.
 */
@FunctionalInterface
public interface Noise {
    /** Adds nothing: rounding to nearest, ties to even. Quantizers know it and skip the addition. */
    Noise NONE = (from, out, count) -> Arrays.fill(out, 0, count, 0f);

    /**
     * Writes the noise of the elements at row-major indices {@code from} to {@code from + count - 1} to the start of
     * {@code out}; the same values for every call.
     */
    void fill(int from, float[] out, int count);

    /**
     * Recorded noise, element by element.
     *
     * @throws IllegalArgumentException for a value that is not in [-0.5, 0.5)
     */
    static Noise of(FloatTensor recorded) {
        float[] values = recorded.data();
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= -0.5f && values[i] < 0.5f)) {
                throw new IllegalArgumentException("noise of element " + Shapes.describe(i, recorded.shape()) + " is "
                        + values[i] + ", not in [-0.5, 0.5)");
            }
        }
        return (from, out, count) -> System.arraycopy(values, from, out, 0, count);
    }
}
