package io.bitcycle.tensor.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.FloatTensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyArrayTest {
    @TempDir
    private Path folder;

    @Test
    void codesKeepTheirValues() {
        NpyArray array = new NpyArray.Integers(NpyType.INT64, new long[] {0, 1, 65535, 32768}, 2, 2);
        CodeTensor codes = array.toCodes(IntegerFormat.unsigned(16));
        assertArrayEquals(new int[] {2, 2}, codes.shape());
        assertArrayEquals(new short[] {0, 1, -1, Short.MIN_VALUE}, codes.patterns());
        NpyArray.Integers back = (NpyArray.Integers) NpyArray.of(codes);
        assertEquals(NpyType.INT32, back.type());
        assertArrayEquals(new long[] {0, 1, 65535, 32768}, back.values());
        assertArrayEquals(new int[] {2, 2}, back.shape());
    }

    @ParameterizedTest
    @CsvSource({
        "4, false, 16, not in 0 to 15 (unsigned 4-bit)",
        "4, false, -1, not in 0 to 15 (unsigned 4-bit)",
        "4, true, 8, not in -8 to 7 (signed 4-bit)",
        "4, true, -9, not in -8 to 7 (signed 4-bit)",
        "16, false, 65536, not in 0 to 65535 (unsigned 16-bit)",
        "8, true, 4294967296, not in -128 to 127 (signed 8-bit)",
    })
    void namesTheValueThatIsNoCode(int bits, boolean signed, long value, String allowed) {
        NpyArray array = new NpyArray.Integers(NpyType.INT64, new long[] {0, 1, 2, 3, value, value}, 2, 3);
        assertRefused(
                "element 4 ([1, 1] of [2, 3]) is " + value + ", " + allowed,
                () -> array.toCodes(new IntegerFormat(bits, signed)));
    }

    @Test
    void codesAreIntegers() {
        String message = "codes are integers, not FLOAT%s (convert them: astype(numpy.int32))";
        IntegerFormat format = IntegerFormat.unsigned(8);
        assertRefused(message.formatted(32), () -> new NpyArray.Floats(new float[1], 1).toCodes(format));
        assertRefused(message.formatted(64), () -> new NpyArray.Doubles(new double[1], 1).toCodes(format));
    }

    @Test
    void valuesThatBinary32HoldsBecomeFloats() {
        float[] floats = {-0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY};
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        assertArrayEquals(
                floats,
                new NpyArray.Doubles(doubles, floats.length).toFloatTensor().data());
        FloatTensor tensor = FloatTensor.of(floats, 2, 3);
        assertArrayEquals(floats, NpyArray.of(tensor).toFloatTensor().data());
        assertArrayEquals(new int[] {2, 3}, NpyArray.of(tensor).toFloatTensor().shape());
        long[] integers = {0, -7, 1L << 24, (1L << 24) + 2, Long.MIN_VALUE, 1L << 62};
        assertArrayEquals(
                new float[] {0, -7, 16777216f, 16777218f, -0x1p63f, 0x1p62f},
                new NpyArray.Integers(NpyType.INT64, integers, 6)
                        .toFloatTensor()
                        .data());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1e39, 1e-46, 16777217})
    void valuesThatBinary32CannotHoldAreNotRounded(double value) {
        assertRefused(
                "element 1 ([1] of [2]) is " + value
                        + ", which float32 cannot hold exactly (round it on purpose: astype(numpy.float32))",
                () -> new NpyArray.Doubles(new double[] {0.5, value}, 2).toFloatTensor());
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 24) + 1, -(1L << 24) - 1, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE + 1})
    void integersThatBinary32CannotHoldAreNotRounded(long value) {
        assertRefused(
                "element 1 ([1] of [2]) is " + value
                        + ", which float32 cannot hold exactly (round it on purpose: astype(numpy.float32))",
                () -> new NpyArray.Integers(NpyType.INT64, new long[] {1, value}, 2).toFloatTensor());
    }

    @Test
    void valuesFitTypeAndShape() {
        assertRefused("2 values do not fill the shape [3]", () -> new NpyArray.Floats(new float[2], 3));
        assertRefused("2 values do not fill the shape [3]", () -> new NpyArray.Doubles(new double[2], 3));
        assertRefused("2 values do not fill the shape []", () -> new NpyArray.Integers(NpyType.INT8, new long[2]));
        assertRefused(
                "element 1 ([1] of [2]) is 128, not in -128 to 127 (INT8)",
                () -> new NpyArray.Integers(NpyType.INT8, new long[] {-128, 128}, 2));
        assertRefused("FLOAT32 is not an integer type", () -> new NpyArray.Integers(NpyType.FLOAT32, new long[1], 1));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void readingAsFloatsOrCodesNamesTheFile() throws IOException {
        Path file = folder.resolve("x.npy");
        NpyWriter.write(file, new NpyArray.Doubles(new double[] {0.1}, 1));
        assertEquals(
                file + ": element 0 ([0] of [1]) is 0.1, which float32 cannot hold exactly"
                        + " (round it on purpose: astype(numpy.float32))",
                assertThrows(NpyFormatException.class, () -> NpyReader.readFloats(file))
                        .getMessage());
        assertEquals(
                file + ": codes are integers, not FLOAT64 (convert them: astype(numpy.int32))",
                assertThrows(NpyFormatException.class, () -> NpyReader.readCodes(file, IntegerFormat.signed(8)))
                        .getMessage());
        NpyWriter.write(file, new NpyArray.Integers(NpyType.UINT8, new long[] {3, 2}, 2));
        assertArrayEquals(new float[] {3, 2}, NpyReader.readFloats(file).data());
        assertArrayEquals(
                new short[] {3, 2},
                NpyReader.readCodes(file, IntegerFormat.unsigned(2)).patterns());
    }
}
