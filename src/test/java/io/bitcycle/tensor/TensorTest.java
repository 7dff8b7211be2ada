package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.numeric.IntegerFormat;
import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void codesAreNumbersOfTheirFormat() {
        short[] patterns = {0, 1, Short.MAX_VALUE, Short.MIN_VALUE, -1};
        CodeTensor unsigned = new CodeTensor(patterns, IntegerFormat.unsigned(16), 5);
        CodeTensor signed = new CodeTensor(patterns, IntegerFormat.signed(16), 5);
        int[] asUnsigned = {0, 1, 32767, 32768, 65535};
        int[] asSigned = {0, 1, 32767, -32768, -1};
        for (int i = 0; i < patterns.length; i++) {
            assertEquals(asUnsigned[i], unsigned.code(i));
            assertEquals(asSigned[i], signed.code(i));
        }
    }

    @Test
    void shapesMustBeFilled() {
        assertThrows(IllegalArgumentException.class, () -> FloatTensor.of(new float[5], 2, 3));
        assertThrows(
                IllegalArgumentException.class, () -> new CodeTensor(new short[5], IntegerFormat.unsigned(4), 2, 3));
        assertThrows(
                IllegalArgumentException.class, () -> FloatTensor.zeros(2, 3).reshaped(7));
    }

    @Test
    void shapesCannotBeChangedFromOutside() {
        int[] shape = {2, 3};
        FloatTensor tensor = FloatTensor.zeros(shape);
        CodeTensor codes = new CodeTensor(new short[6], IntegerFormat.unsigned(4), shape);
        shape[0] = 9;
        tensor.shape()[1] = 9;
        codes.shape()[1] = 9;
        assertArrayEquals(new int[] {2, 3}, tensor.shape());
        assertArrayEquals(new int[] {2, 3}, codes.shape());
    }

    @Test
    void reshapingSharesTheDataAndCopyingDoesNot() {
        FloatTensor tensor = FloatTensor.zeros(2, 3);
        assertSame(tensor.data(), tensor.reshaped(6).data());
        tensor.copy().data()[0] = 1;
        assertEquals(0, tensor.data()[0]);
    }

    /** By hand: 3 x 0.5 - 1, 2 x 0.5 - 1, then channel 1: 1 x 2 + 8, 0 x 2 + 8. */
    @Test
    void eachChannelHasItsScaleAndOffset() {
        CodeTensor codes = new CodeTensor(new short[] {3, 2, 1, 0}, IntegerFormat.unsigned(2), 2, 2);
        QuantizedTensor quantized = new QuantizedTensor(codes, new float[] {0.5f, 2f}, new float[] {-1f, 8f});
        assertArrayEquals(
                new float[] {0.5f, 0f, 10f, 8f}, quantized.dequantized().data());
        QuantizedTensor uniform = new QuantizedTensor(codes, new float[] {2f}, new float[] {8f});
        assertArrayEquals(new float[] {14f, 12f, 10f, 8f}, uniform.dequantized().data());
        assertEquals(2f, uniform.scale(1));
        assertEquals(8f, uniform.offset(1));
        assertEquals(-1f, quantized.offset(0));
        CodeTensor signed = new CodeTensor(new short[] {1}, IntegerFormat.signed(4), 1);
        assertThrows(
                IllegalArgumentException.class, () -> new QuantizedTensor(signed, new float[] {1}, new float[] {1}));
        assertThrows(IllegalArgumentException.class, () -> new QuantizedTensor(codes, new float[3], new float[3]));
        assertThrows(IllegalArgumentException.class, () -> new QuantizedTensor(codes, new float[2], new float[1]));
        assertThrows(IllegalArgumentException.class, () -> new QuantizedTensor(codes, new float[0], new float[0]));
    }
}
