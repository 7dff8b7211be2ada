package io.bitcycle.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccumulatorTest {
    private static final int ADDITIONS = 2000;

    static IntStream widths() {
        return IntStream.rangeClosed(2, Accumulator.MAX_BITS);
    }

    @ParameterizedTest
    @MethodSource("widths")
    void wrapKeepsTheSumModuloTwoToTheBits(int bits) {
        Accumulator accumulator = new Accumulator(bits, OverflowPolicy.WRAP);
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits);
        BigInteger half = BigInteger.ONE.shiftLeft(bits - 1);
        BigInteger expected = BigInteger.ZERO;
        long overflows = 0;
        Random random = new Random(bits);
        for (int i = 0; i < ADDITIONS; i++) {
            long term = term(random, bits);
            accumulator.add(term);
            BigInteger sum = expected.add(BigInteger.valueOf(term));
            expected = sum.add(half).mod(modulus).subtract(half);
            overflows += expected.equals(sum) ? 0 : 1;
            assertState(expected, overflows, accumulator, "seed " + bits + ", addition " + i);
        }
        assertTrue(overflows > 0, "no addition overflowed: nothing was tested");
    }

    @ParameterizedTest
    @MethodSource("widths")
    void saturateKeepsTheNearestValueAtEachAddition(int bits) {
        Accumulator accumulator = new Accumulator(bits, OverflowPolicy.SATURATE);
        BigInteger max = BigInteger.ONE.shiftLeft(bits - 1).subtract(BigInteger.ONE);
        BigInteger min = BigInteger.ONE.shiftLeft(bits - 1).negate();
        BigInteger expected = BigInteger.ZERO;
        long overflows = 0;
        Random random = new Random(bits);
        for (int i = 0; i < ADDITIONS; i++) {
            long term = term(random, bits);
            accumulator.add(term);
            BigInteger sum = expected.add(BigInteger.valueOf(term));
            expected = sum.max(min).min(max);
            overflows += expected.equals(sum) ? 0 : 1;
            assertState(expected, overflows, accumulator, "seed " + bits + ", addition " + i);
        }
        assertTrue(overflows > 0, "no addition overflowed: nothing was tested");
    }

    @ParameterizedTest
    @MethodSource("widths")
    void trapStopsAtTheFirstSumThatDoesNotFit(int bits) {
        long max = BigInteger.ONE.shiftLeft(bits - 1).longValueExact() - 1;
        for (long[] edge : new long[][] {{max, 1}, {-max - 1, -1}}) {
            Accumulator accumulator = new Accumulator(bits, OverflowPolicy.TRAP);
            accumulator.add(edge[0]);
            assertState(BigInteger.valueOf(edge[0]), 0, accumulator, "at the edge");
            AccumulatorOverflowException e =
                    assertThrows(AccumulatorOverflowException.class, () -> accumulator.add(edge[1]));
            assertTrue(e.getMessage().startsWith("sum " + (edge[0] + edge[1]) + " does not fit"), e.getMessage());
            assertTrue(e.getMessage().contains(" of " + bits + " bits "), e.getMessage());
            assertState(BigInteger.valueOf(edge[0]), 1, accumulator, "after the trap");
        }
    }

    @Test
    void settingStartsAgainAndKeepsTheCount() {
        Accumulator accumulator = new Accumulator(8, OverflowPolicy.SATURATE);
        accumulator.set(127);
        accumulator.add(1);
        accumulator.set(-128);
        assertState(BigInteger.valueOf(-128), 1, accumulator, "set to the least value");
        assertThrows(IllegalArgumentException.class, () -> accumulator.set(128));
        assertThrows(IllegalArgumentException.class, () -> accumulator.set(-129));
        assertState(BigInteger.valueOf(-128), 1, accumulator, "after refused values");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 1, 63, 64})
    void refusesWidths(int bits) {
        assertEquals(
                "an accumulator has 2 to 62 bits, not " + bits,
                assertThrows(IllegalArgumentException.class, () -> new Accumulator(bits, OverflowPolicy.WRAP))
                        .getMessage());
    }

    /** Against the definition: the extreme sums of n products, and the least width whose range holds them. */
    @Test
    void bitsForIsTheLeastWidthThatFits() {
        long[] terms = {0, 1, 2, 3, 4, 5, 7, 8, 9, 27, 64, 127, 576, 4608, 131_072, 1L << 30, (1L << 30) + 1};
        int cases = 0;
        for (int aBits = 1; aBits <= 16; aBits++) {
            for (int bBits = 1; bBits <= 16; bBits++) {
                for (int signs = 0; signs < 4; signs++) {
                    IntegerFormat a = new IntegerFormat(aBits, (signs & 1) != 0);
                    IntegerFormat b = new IntegerFormat(bBits, (signs & 2) != 0);
                    for (long n : terms) {
                        assertEquals(leastWidth(a, b, n), Accumulator.bitsFor(a, b, n), a + " x " + b + ", " + n);
                        cases++;
                    }
                }
            }
        }
        assertEquals(16 * 16 * 4 * 17, cases);
    }

    /** The figure of the contract: 8 x 8-bit backward-weight over a CIFAR batch of 128 x 32 x 32 pixels. */
    @Test
    void backwardWeightOverACifarBatchNeeds34Bits() {
        assertEquals(34, Accumulator.bitsFor(IntegerFormat.unsigned(8), IntegerFormat.unsigned(8), 128L * 32 * 32));
    }

    @Test
    void bitsForRefusesSumsBeyondALong() {
        IntegerFormat widest = IntegerFormat.unsigned(16);
        assertThrows(ArithmeticException.class, () -> Accumulator.bitsFor(widest, widest, 1L << 33));
    }

    private static int leastWidth(IntegerFormat a, IntegerFormat b, long terms) {
        BigInteger low = BigInteger.ZERO;
        BigInteger high = BigInteger.ZERO;
        for (long x : new long[] {a.min(), a.max()}) {
            for (long y : new long[] {b.min(), b.max()}) {
                BigInteger sum =
                        BigInteger.valueOf(x).multiply(BigInteger.valueOf(y)).multiply(BigInteger.valueOf(terms));
                low = low.min(sum);
                high = high.max(sum);
            }
        }
        int bits = 2;
        while (low.compareTo(BigInteger.ONE.shiftLeft(bits - 1).negate()) < 0
                || high.compareTo(BigInteger.ONE.shiftLeft(bits - 1)) >= 0) {
            bits++;
        }
        return bits;
    }

    /** Any size up to 2^62, the neighbourhood of the register's edges often. */
    private static long term(Random random, int bits) {
        long near = (1L << (bits - 1)) + random.nextInt(3) - 1;
        long any = random.nextLong() >> (2 + random.nextInt(62));
        long term = random.nextInt(4) == 0 ? near : any;
        return random.nextBoolean() ? term : -term;
    }

    private static void assertState(BigInteger value, long overflows, Accumulator accumulator, String when) {
        assertEquals(value, BigInteger.valueOf(accumulator.value()), when);
        assertEquals(overflows, accumulator.overflows(), when);
    }
}
