package io.bitcycle.tensor;

import java.util.Arrays;

/** Arithmetic on tensor shapes. */
public final class Shapes {
    private Shapes() {}

    /**
     * The number of elements.
     *
     * @throws IllegalArgumentException for a negative dimension or more than 2^31 - 1 elements
     */
    public static int size(int... shape) {
        long size = 1;
        for (int dim : shape) {
            if (dim < 0) {
                throw new IllegalArgumentException("negative dimension in " + Arrays.toString(shape));
            }
            size *= dim;
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("more than 2^31 - 1 elements in " + Arrays.toString(shape));
            }
        }
        return (int) size;
    }
}
