package io.bitcycle.tensor.npy;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Shapes;
import java.util.Arrays;

/**
 * What an .npy file holds: elements of one type in C order (row-major), none for an empty shape, one for a shape without
 * axes. The arrays are owned by the value and shared with whoever holds it; nobody writes to them.
 */
public sealed interface NpyArray {
    /** The dimensions, outermost first. */
    int[] shape();

    /** The type of the elements in the file. */
    NpyType type();

    /**
     * The same values as binary32.
     *
     * @throws IllegalArgumentException for a value that binary32 cannot hold exactly
     */
    FloatTensor toFloatTensor();

    /**
     * The same values as codes.
     *
     * @throws IllegalArgumentException for a value that is not a code of the format, or a type that is not an integer
     */
    CodeTensor toCodes(IntegerFormat format);

    /** The values of a tensor, as {@code float32}. */
    static NpyArray of(FloatTensor tensor) {
        return new Floats(tensor.data(), tensor.shape());
    }

    /** Codes, as {@code int32}. */
    static NpyArray of(CodeTensor codes) {
        long[] values = new long[codes.size()];
        Arrays.setAll(values, codes::code);
        return new Integers(NpyType.INT32, values, codes.shape());
    }

    /**
     * Elements of an integer type.
     *
     * @param values each in the range of {@code type}
     */
    record Integers(NpyType type, long[] values, int... shape) implements NpyArray {
        public Integers {
            checkSize(values.length, shape);
            if (!type.isInteger()) {
                throw new IllegalArgumentException(type + " is not an integer type");
            }
            for (int i = 0; i < values.length; i++) {
                if (values[i] < type.min() || values[i] > type.max()) {
                    throw new IllegalArgumentException("element " + Shapes.describe(i, shape) + " is " + values[i]
                            + ", not in " + type.min() + " to " + type.max() + " (" + type + ")");
                }
            }
        }

        @Override
        public FloatTensor toFloatTensor() {
            float[] floats = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                floats[i] = values[i];
                if ((long) floats[i] != values[i] || values[i] == Long.MAX_VALUE) {
                    throw inexact(Long.toString(values[i]), i, shape);
                }
            }
            return FloatTensor.of(floats, shape);
        }

        @Override
        public CodeTensor toCodes(IntegerFormat format) {
            short[] codes = new short[values.length];
            for (int i = 0; i < values.length; i++) {
                if (!format.contains(values[i])) {
                    throw new IllegalArgumentException("element " + Shapes.describe(i, shape) + " is " + values[i]
                            + ", not in " + format.min() + " to " + format.max() + " (" + format + ")");
                }
                codes[i] = (short) values[i];
            }
            return new CodeTensor(codes, format, shape);
        }
    }

    /** Elements of type {@code float32}. */
    record Floats(float[] values, int... shape) implements NpyArray {
        public Floats {
            checkSize(values.length, shape);
        }

        @Override
        public NpyType type() {
            return NpyType.FLOAT32;
        }

        @Override
        public FloatTensor toFloatTensor() {
            return FloatTensor.of(values, shape);
        }

        @Override
        public CodeTensor toCodes(IntegerFormat format) {
            throw notIntegers(type());
        }
    }

    /** Elements of type {@code float64}. */
    record Doubles(double[] values, int... shape) implements NpyArray {
        public Doubles {
            checkSize(values.length, shape);
        }

        @Override
        public NpyType type() {
            return NpyType.FLOAT64;
        }

        @Override
        public FloatTensor toFloatTensor() {
            float[] floats = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                floats[i] = (float) values[i];
                // compare, not ==: NaN stays NaN, and it is the reader of the tensor who minds.
                if (Double.compare(floats[i], values[i]) != 0) {
                    throw inexact(Double.toString(values[i]), i, shape);
                }
            }
            return FloatTensor.of(floats, shape);
        }

        @Override
        public CodeTensor toCodes(IntegerFormat format) {
            throw notIntegers(type());
        }
    }

    private static void checkSize(int length, int[] shape) {
        if (length != Shapes.size(shape)) {
            throw new IllegalArgumentException(length + " values do not fill the shape " + Arrays.toString(shape));
        }
    }

    private static IllegalArgumentException inexact(String value, int index, int[] shape) {
        return new IllegalArgumentException("element " + Shapes.describe(index, shape) + " is " + value
                + ", which float32 cannot hold exactly (round it on purpose: astype(numpy.float32))");
    }

    private static IllegalArgumentException notIntegers(NpyType type) {
        return new IllegalArgumentException("codes are integers, not " + type + " (convert them: astype(numpy.int32))");
    }
}
