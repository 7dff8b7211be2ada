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
            // Held at 2^31, so that the product stays in a long until a later 0 makes it 0.
            size = Math.min(size * dim, 1L << 31);
        }
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("more than 2^31 - 1 elements in " + Arrays.toString(shape));
        }
        return (int) size;
    }

    /** A row-major index and the position it stands for, as messages name elements: {@code 7 ([1, 2] of [3, 5])}. */
    public static String describe(int index, int... shape) {
        int[] position = new int[shape.length];
        int rest = index;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            position[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return index + " (" + Arrays.toString(position) + " of " + Arrays.toString(shape) + ")";
    }
}
