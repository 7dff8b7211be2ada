package io.bitcycle.training.fixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against decimals of 60 digits. */
class ScalarTest {
    private static final MathContext DIGITS = new MathContext(60);
    private static final BigDecimal HALF_UNIT = power(-Scalar.BITS);
    private static final long SEED = System.nanoTime();

    private final Random random = new Random(SEED);

    @Test
    void eachOperationIsOffByHalfAUnitAtMost() {
        for (int i = 0; i < 20_000; i++) {
            Scalar a = scalar();
            Scalar b = scalar();
            long count = 1 + random.nextInt(Integer.MAX_VALUE);
            close(exact(a).multiply(exact(b)), a.times(b), HALF_UNIT);
            close(
                    exact(a).divide(BigDecimal.valueOf(count), DIGITS),
                    a.over(count),
                    HALF_UNIT.multiply(BigDecimal.valueOf(2)));
            BigDecimal sum = exact(a).add(exact(b));
            BigDecimal greater = exact(a).abs().max(exact(b).abs()).max(sum.abs());
            BigDecimal error = exact(a.plus(b)).subtract(sum).abs();
            assertTrue(error.compareTo(greater.multiply(HALF_UNIT)) <= 0, a + " + " + b + ", seed " + SEED);
        }
    }

    @Test
    void inverseRoots() {
        for (int i = 0; i < 20_000; i++) {
            Scalar a = scalar();
            if (a.mantissa() > 0) {
                BigDecimal expected = BigDecimal.ONE.divide(exact(a).sqrt(DIGITS), DIGITS);
                close(expected, a.inverseRoot(), power(-28));
            }
        }
    }

    @Test
    void squareRootsAreThoseOfBigIntegers() {
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >>> (2 + random.nextInt(62));
            assertEquals(
                    BigInteger.valueOf(value).sqrt().longValueExact(),
                    Scalar.squareRoot(value),
                    () -> value + ", seed " + SEED);
        }
        assertEquals((1L << 31) - 1, Scalar.squareRoot((1L << 62) - 1));
    }

    @Test
    void knowsWhatBoundsIt() {
        for (int i = 0; i < 10_000; i++) {
            Scalar a = scalar();
            BigDecimal magnitude = exact(a).abs();
            assertTrue(magnitude.compareTo(power(a.top())) < 0 && magnitude.compareTo(power(a.top() - 1)) >= 0, a + "");
            int unit = a.exponent() + random.nextInt(40);
            BigDecimal error =
                    new BigDecimal(a.inUnits(unit)).multiply(power(unit)).subtract(exact(a));
            assertTrue(error.abs().compareTo(power(unit - 1)) <= 0, a + " in 2^" + unit);
        }
        assertEquals(Scalar.NOTHING, Scalar.ZERO.top());
    }

    private void close(BigDecimal expected, Scalar actual, BigDecimal relative) {
        BigDecimal error = exact(actual).subtract(expected).abs();
        assertTrue(
                error.compareTo(expected.abs().multiply(relative)) <= 0,
                () -> expected + " became " + exact(actual) + ", seed " + SEED);
    }

    private Scalar scalar() {
        long value = 0;
        while (value == 0) {
            value = random.nextLong() >> (2 + random.nextInt(61));
        }
        return Scalar.of(value, random.nextInt(80) - 60);
    }

    private static BigDecimal exact(Scalar scalar) {
        return new BigDecimal(scalar.mantissa()).multiply(power(scalar.exponent()));
    }

    private static BigDecimal power(int exponent) {
        return exponent >= 0
                ? new BigDecimal(BigInteger.ONE.shiftLeft(exponent))
                : BigDecimal.ONE.divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)));
    }
}
