package io.bitcycle.training.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.TestHardware;
import io.bitcycle.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

/** Zeros, ties and NaN in the layers that choose. */
class EdgeValuesTest {
    private static final float NAN = Float.NaN;
    private final Step step = TestHardware.training(TestHardware.session(1));

    private static FloatTensor row(float... values) {
        return FloatTensor.of(values, 1, 1, 1, values.length);
    }

    @Test
    void reluAtZeroAndNotANumber() {
        float negativeNan = Float.intBitsToFloat(0xFFC0_0000);
        float tiny = Float.MIN_VALUE;
        Relu relu = new Relu("relu");
        FloatTensor y = relu.forward(row(0f, -0f, NAN, negativeNan, -tiny, tiny, Float.POSITIVE_INFINITY), step);
        assertArrayEquals(new float[] {0, 0, NAN, NAN, 0, tiny, Float.POSITIVE_INFINITY}, y.data());
        assertArrayEquals(
                new float[] {0, 0, 3, 4, 0, 6, 7},
                relu.backward(row(1, 2, 3, 4, NAN, 6, 7), step).data());
    }

    @Test
    void maxPoolTakesTheFirstOfEqualsAndLetsNotANumberWin() {
        MaxPool pool = new MaxPool("pool", 2, 2, 0);
        FloatTensor x = FloatTensor.of(new float[] {5, 5, NAN, 9, 5, 5, 9, 9}, 1, 1, 2, 4);
        assertArrayEquals(new float[] {5, NAN}, pool.forward(x, step).data());
        assertArrayEquals(
                new float[] {1, 0, 2, 0, 0, 0, 0, 0},
                pool.backward(row(1, 2), step).data());
    }

    /** Padding is not a 0 that could win over negative values. */
    @Test
    void paddingNeverWins() {
        MaxPool pool = new MaxPool("pool", 3, 2, 1);
        FloatTensor x = FloatTensor.of(new float[] {-1, -2, -3, -4}, 1, 1, 2, 2);
        assertArrayEquals(new float[] {-1}, pool.forward(x, step).data());
    }

    @Test
    void poolsRefuseWindowsOfPaddingAlone() {
        assertEquals(
                "pool: kernel 2, stride 1, padding 2, allowed are kernel and stride from 1 and padding from 0 to half the"
                        + " kernel",
                assertThrows(IllegalArgumentException.class, () -> new MaxPool("pool", 2, 1, 2))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new AveragePool("pool", 0, 1));
    }
}
