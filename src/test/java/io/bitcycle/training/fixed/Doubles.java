package io.bitcycle.training.fixed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.TestHardware;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.AcceleratorSession;
import java.util.Arrays;
import java.util.Random;

/** Fixed-point tensors and binary64 arrays, which hold them exactly. */
final class Doubles {
    private Doubles() {}

    static double[] of(FixedTensor tensor) {
        return Arrays.stream(tensor.mantissas())
                .mapToDouble(mantissa -> Math.scalb((double) mantissa, tensor.exponent()))
                .toArray();
    }

    /** Numbers of about {@code bits} bits, each row of {@code perRow} with a magnitude of its own. */
    static FixedTensor random(Random random, int bits, int exponent, int perRow, int... shape) {
        int[] mantissas = new int[FixedTensor.size(shape)];
        for (int row = 0; row < mantissas.length / perRow; row++) {
            int spare = random.nextInt(3);
            int centre = random.nextInt() >> (Integer.SIZE - bits + 2);
            for (int i = row * perRow; i < (row + 1) * perRow; i++) {
                mantissas[i] = centre + (random.nextInt() >> (Integer.SIZE - bits + 1 + spare));
            }
        }
        return FixedTensor.of(mantissas, exponent, shape);
    }

    static FixedStep step(boolean training, int threads) {
        AcceleratorSession session = TestHardware.session(threads);
        return new FixedStep(session, new Precision(8, 8), training, 3, CounterRandom.of(11));
    }

    /**
     * Whether numbers are near enough: each within a share of the greatest, and as a whole in the same direction.
     *
     * @param share of the greatest magnitude
     */
    static void close(double[] expected, FixedTensor actual, double share, String where) {
        double[] values = of(actual);
        double greatest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected, values, share * greatest, where);
        double dot = 0;
        double squares = 0;
        double others = 0;
        for (int i = 0; i < values.length; i++) {
            dot += expected[i] * values[i];
            squares += expected[i] * expected[i];
            others += values[i] * values[i];
        }
        double cosine = dot / Math.sqrt(squares * others);
        assertTrue(1 - cosine <= share, () -> where + ": cosine " + cosine);
    }
}
