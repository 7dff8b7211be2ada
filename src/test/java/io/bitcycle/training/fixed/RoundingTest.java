package io.bitcycle.training.fixed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against exact decimals. */
class RoundingTest {
    private static final long SEED = System.nanoTime();

    private final Random random = new Random(SEED);

    @Test
    void shiftsHalfToEven() {
        for (int i = 0; i < 100_000; i++) {
            long value = value(62);
            int shift = random.nextInt(80);
            assertEquals(exact(value, shift), Rounding.shift(value, shift), () -> value + " >> " + shift + seed());
        }
        assertEquals(12L << 40, Rounding.shift(12, -40));
    }

    private static long exact(long value, int shift) {
        return new BigDecimal(value)
                .divide(new BigDecimal(BigInteger.ONE.shiftLeft(shift)), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    @Test
    void alignsAndSaturates() {
        long most = 1L << 61;
        for (int i = 0; i < 100_000; i++) {
            long value = value(62);
            int shift = random.nextInt(200) - 100;
            BigDecimal scaled = shift >= 0
                    ? new BigDecimal(exact(value, shift))
                    : new BigDecimal(value).multiply(new BigDecimal(BigInteger.ONE.shiftLeft(-shift)));
            long expected = shift >= 0
                    ? scaled.longValueExact()
                    : scaled.min(BigDecimal.valueOf(most))
                            .max(BigDecimal.valueOf(-most))
                            .longValueExact();
            assertEquals(expected, Rounding.aligned(value, shift), () -> value + " >> " + shift + seed());
        }
    }

    @Test
    void dividesHalfToEven() {
        for (int i = 0; i < 100_000; i++) {
            long dividend = value(62);
            long divisor = Math.abs(value(1 + random.nextInt(61))) + 1;
            long expected = new BigDecimal(dividend)
                    .divide(new BigDecimal(divisor), 0, RoundingMode.HALF_EVEN)
                    .longValueExact();
            assertEquals(expected, Rounding.divide(dividend, divisor), () -> dividend + " / " + divisor + seed());
        }
    }

    /** Over all values of the bits that decide, the mean is the exact quotient: nothing is lost on average. */
    @Test
    void stochasticRoundingIsUnbiased() {
        for (int i = 0; i < 300; i++) {
            int shift = 1 + random.nextInt(10);
            long value = value(40);
            long sum = 0;
            for (int bits = 0; bits < 1 << shift; bits++) {
                int low = random.nextInt() >>> shift;
                sum += Rounding.stochastic(value, shift, bits << (Integer.SIZE - shift) | low);
            }
            assertEquals(value, sum, () -> value + " >> " + shift + seed());
        }
    }

    /** Where more than 32 bits are cut off: floor(value / 2^shift + u / 2^32), to the 32 bits that there are. */
    @Test
    void stochasticRoundingOfFarShifts() {
        for (int i = 0; i < 100_000; i++) {
            int shift = 33 + random.nextInt(60);
            long value = value(61);
            int bits = random.nextInt();
            BigInteger uniform = BigInteger.valueOf(bits & 0xFFFFFFFFL).shiftLeft(shift - Integer.SIZE);
            BigInteger exact = BigInteger.valueOf(value).add(uniform).shiftRight(shift);
            assertEquals(
                    exact.longValueExact(),
                    Rounding.stochastic(value, shift, bits),
                    () -> value + " " + shift + seed());
        }
    }

    @Test
    void countsBits() {
        assertEquals(0, Rounding.bits(0));
        assertEquals(3, Rounding.bits(-4));
        assertEquals(2, Rounding.bits(3));
        assertEquals(0, Rounding.ceilLog2(1));
        assertEquals(5, Rounding.ceilLog2(17));
        assertEquals(4, Rounding.ceilLog2(16));
        assertEquals(127, Rounding.saturated(4000, 8));
        assertEquals(-127, Rounding.saturated(-128, 8));
    }

    /** Any magnitude below 2^bits, small ones as often as great ones. */
    private long value(int bits) {
        return random.nextLong() >> (Long.SIZE - 1 - random.nextInt(bits + 1));
    }

    private static String seed() {
        return ", seed " + SEED;
    }
}
