package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quantizers beside CPT's, on values worked out by hand and against their formulas in binary64 on random ones. */
class UniformQuantizersTest {
    private static final int RANDOM_TENSORS = 200;

    /** Greatest magnitude 1.75: scale 1.75 / 7 = 0.25 at 4 bits; 0.125 / 0.25 rounds to even. */
    @Test
    void symmetricHasNoOffset() {
        QuantizedTensor q = activation("symmetric", 4, -1.75f, 0f, 0.125f, 0.375f, 1f);
        assertArrayEquals(new int[] {-7, 0, 0, 2, 4}, codes(q));
        assertEquals(0.25f, q.scale(0));
        assertEquals(0f, q.offset(0));
        assertTrue(q.codes().format().signed());
    }

    /** 1.5 / 7 = 0.214 becomes 0.25; 1.75 / 7 = 0.25 stays. */
    @Test
    void powersOfTwoAreNotSmaller() {
        assertEquals(0.25f, activation("symmetric-pow2", 4, 1.5f, -1f).scale(0));
        assertEquals(0.25f, activation("symmetric-pow2", 4, 1.75f, -1f).scale(0));
        assertEquals(0.5f, activation("symmetric-pow2", 4, 1.7500001f, -1f).scale(0));
        assertArrayEquals(new int[] {6, -4}, codes(activation("symmetric-pow2", 4, 1.5f, -1f)));
    }

    /** From -1 to 2: scale 3 / 15 = 0.2, zero point 5; 0.5 is 7.5 steps up, half to even. From 1 to 3, widened to 0: scale 0.2, zero point 0. */
    @Test
    void affineHasAnIntegerZeroPoint() {
        QuantizedTensor q = activation("affine", 4, -1f, 0f, 0.5f, 2f);
        assertArrayEquals(new int[] {0, 5, 8, 15}, codes(q));
        assertEquals(0f, q.dequantized().data()[1]);
        assertArrayEquals(new int[] {5, 15}, codes(activation("affine", 4, 1f, 3f)));
        assertArrayEquals(new int[] {0, 15}, codes(activation("affine", 4, -3f, 0f)));
    }

    /**
     * 2 bits. Weights: tanh of +-1 is +-0.76159, of 0.3 is 0.29131, over it 0.38250, which is 2.07 thirds of a half above -1:
     * code 2. Activations: thirds of [0, 1]. Gradients: thirds of [-4, 4] for a greatest magnitude of 4.
     */
    @Test
    void dorefaAsInItsEquations() {
        Quantizer dorefa = Quantizers.named("dorefa");
        QuantizedTensor weights = dorefa.weight(FloatTensor.of(new float[] {-1f, 0.3f, 1f}, 3, 1), 2, Parallel.SERIAL);
        assertArrayEquals(new int[] {0, 2, 3}, codes(weights));
        assertArrayEquals(new float[] {-1f, 1 / 3f, 1f}, weights.dequantized().data(), 1e-6f);
        assertArrayEquals(new int[] {0, 1, 2, 3}, codes(activation("dorefa", 2, -5f, 0.4f, 0.6f, 9f)));
        FloatTensor gradient = FloatTensor.of(new float[] {-4f, 0f, 1f, 3f}, 4);
        QuantizedTensor errors = dorefa.error(
                gradient, 2, Noise.of(FloatTensor.of(new float[] {0.4f, 0.4f, -0.4f, 0f}, 4)), Parallel.SERIAL);
        // (g / 8 + 1 / 2) x 3 = 0, 1.5, 1.875, 2.625; with noise 0.4, 1.9, 1.475, 2.625
        assertArrayEquals(new int[] {0, 2, 1, 3}, codes(errors));
    }

    @ParameterizedTest
    @ValueSource(strings = {"symmetric", "symmetric-pow2", "affine"})
    void valuesAreWithinHalfAStep(String name) {
        for (int seed = 0; seed < RANDOM_TENSORS; seed++) {
            Random random = new Random(seed);
            int bits = 2 + random.nextInt(15);
            float[] values = new float[1 + random.nextInt(50)];
            double magnitude = Math.pow(2, random.nextInt(40) - 20);
            double shift = random.nextInt(3) - 1;
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((random.nextGaussian() + shift) * magnitude);
            }
            QuantizedTensor q = activation(name, bits, values);
            float[] back = q.dequantized().data();
            double step = Math.max(1e-8, q.scale(0));
            for (int i = 0; i < values.length; i++) {
                // Half a step, and what scale, offset and quotient lose in binary32.
                double tolerance = step * 0.5 + Math.scalb(Math.abs(values[i]) + Math.abs(q.offset(0)), -22);
                assertEquals(
                        values[i], back[i], tolerance + step * Math.scalb(1.0, bits - 24), name + ", seed " + seed);
            }
            int[] zero = codes(activation(name, bits, append(values, 0f)));
            assertEquals(
                    0f,
                    zero[values.length] * q.scale(0)
                            + activation(name, bits, append(values, 0f)).offset(0),
                    name + ", seed " + seed + ": 0 is a code");
        }
    }

    @Test
    void oneBitIsTooFewForASign() {
        assertEquals(2, Quantizers.named("symmetric").minBits());
        assertThrows(IllegalArgumentException.class, () -> activation("symmetric", 1, 1f));
        assertEquals(1, Quantizers.named("affine").minBits());
        assertArrayEquals(new int[] {0, 1}, codes(activation("affine", 1, 0f, 1f)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"symmetric", "symmetric-pow2", "affine", "dorefa"})
    void refusesWhatIsNotFinite(String name) {
        assertThrows(NonFiniteException.class, () -> activation(name, 4, 1f, Float.NaN));
        assertThrows(NonFiniteException.class, () -> activation(name, 4, 1f, Float.NEGATIVE_INFINITY));
    }

    private static float[] append(float[] values, float last) {
        float[] longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = last;
        return longer;
    }

    private static QuantizedTensor activation(String name, int bits, float... values) {
        Quantizer quantizer = Quantizers.named(name);
        FloatTensor tensor = FloatTensor.of(values, values.length);
        return quantizer.activation(tensor, quantizer.activationRange(tensor, Parallel.SERIAL), bits, Parallel.SERIAL);
    }

    private static int[] codes(QuantizedTensor tensor) {
        int[] codes = new int[tensor.codes().size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = tensor.codes().code(i);
        }
        return codes;
    }
}
