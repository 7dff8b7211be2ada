package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {
    @Test
    void noneIsZero() {
        float[] out = {1, 2, 3};
        Noise.NONE.fill(5, out, 2);
        assertArrayEquals(new float[] {0, 0, 3}, out);
    }

    @Test
    void recordedNoiseIsFoundByIndex() {
        Noise noise = Noise.of(FloatTensor.of(new float[] {-0.5f, 0.25f, 0, 0x1.fffffep-2f}, 2, 2));
        float[] out = {9, 9, 9};
        noise.fill(1, out, 2);
        assertArrayEquals(new float[] {0.25f, 0, 9}, out);
    }

    @ParameterizedTest
    @ValueSource(floats = {0.5f, -0.50000006f, Float.NaN, Float.POSITIVE_INFINITY})
    void refusesWhatIsNoRoundingNoise(float bad) {
        FloatTensor recorded = FloatTensor.of(new float[] {0, 0, bad, 0}, 2, 2);
        assertEquals(
                "noise of element 2 ([1, 0] of [2, 2]) is " + bad + ", not in [-0.5, 0.5)",
                assertThrows(IllegalArgumentException.class, () -> Noise.of(recorded))
                        .getMessage());
    }
}
