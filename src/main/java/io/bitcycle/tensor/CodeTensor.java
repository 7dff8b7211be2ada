package io.bitcycle.tensor;

import io.bitcycle.numeric.IntegerFormat;
import java.util.Arrays;

/**
 * Integer codes of one format, row-major, one {@code short} each (an unsigned 16-bit code keeps its bit pattern).
 * The array is owned by the tensor; nobody writes to it after construction.
 */
public final class CodeTensor {
    private final int[] shape;
    private final IntegerFormat format;
    private final short[] codes;

    /**
     * @param codes bit patterns, each in the range of {@code format}; owned by the tensor from now on
     */
    public CodeTensor(short[] codes, IntegerFormat format, int... shape) {
        if (codes.length != Shapes.size(shape)) {
            throw new IllegalArgumentException(codes.length + " codes do not fill the shape " + Arrays.toString(shape));
        }
        this.shape = shape.clone();
        this.format = format;
        this.codes = codes;
    }

    public int[] shape() {
        return shape.clone();
    }

    public int dim(int axis) {
        return shape[axis];
    }

    public int size() {
        return codes.length;
    }

    public IntegerFormat format() {
        return format;
    }

    /** The code at a row-major index, as a number. */
    public int code(int index) {
        return format.signed() ? codes[index] : codes[index] & 0xFFFF;
    }

    /** The live bit patterns: numbers as they stand for every format but unsigned 16-bit. Not to be written. */
    public short[] patterns() {
        return codes;
    }
}
