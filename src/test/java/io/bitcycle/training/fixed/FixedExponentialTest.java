package io.bitcycle.training.fixed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against StrictMath in binary64. */
class FixedExponentialTest {
    private static final double UNIT = 0x1p-30;
    private static final long SEED = System.nanoTime();

    private final Random random = new Random(SEED);

    @Test
    void exponentials() {
        for (int i = 0; i < 100_000; i++) {
            long x = random.nextLong() >>> (28 + random.nextInt(36));
            double expected = StrictMath.exp(-x * UNIT);
            assertEquals(expected, FixedExponential.ofNegative(x) * UNIT, 0x1p-22, () -> x + ", seed " + SEED);
        }
        assertEquals(FixedExponential.ONE, FixedExponential.ofNegative(0));
    }

    @Test
    void logarithms() {
        for (int i = 0; i < 20_000; i++) {
            long x = 1 + (random.nextLong() >>> (3 + random.nextInt(61)));
            double expected = StrictMath.log(x * UNIT);
            assertEquals(expected, FixedExponential.logarithm(x) * UNIT, 0x1p-24, () -> x + ", seed " + SEED);
        }
        assertEquals(0, FixedExponential.logarithm(FixedExponential.ONE));
    }

    @Test
    void theConstantIsTheLogarithmOfTwo() {
        assertEquals(StrictMath.log(2), FixedExponential.LN_2 * UNIT, UNIT / 2);
    }
}
