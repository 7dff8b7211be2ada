package io.bitcycle.training.fixed;

/** Shifts and divisions of integers with stated rounding. */
final class Rounding {
    /** Magnitudes that {@link #aligned} gives at most: three of them add up within 64 bits. */
    private static final int ALIGNED_BITS = 61;

    private Rounding() {}

    /** Bits of a magnitude: 0 for 0, else 1 + ⌊log2 |value|⌋. */
    static int bits(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(Math.abs(value));
    }

    /** The least b with n ≤ 2^b, for n of at least 1. */
    static int ceilLog2(long n) {
        return Long.SIZE - Long.numberOfLeadingZeros(n - 1);
    }

    /** value · 2^−shift, half to even; a negative shift must leave it within 64 bits. */
    static long shift(long value, int shift) {
        if (shift <= 0) {
            return value << -shift;
        }
        if (shift >= Long.SIZE) {
            return 0;
        }
        long floor = value >> shift;
        long rest = value - (floor << shift);
        long half = 1L << (shift - 1);
        return rest > half || rest == half && (floor & 1) == 1 ? floor + 1 : floor;
    }

    /** {@link #shift}, saturated to ±2^61. */
    static long aligned(long value, int shift) {
        if (shift < 0 && value != 0 && bits(value) - shift > ALIGNED_BITS) {
            return value > 0 ? 1L << ALIGNED_BITS : -(1L << ALIGNED_BITS);
        }
        return value == 0 ? 0 : shift(value, shift);
    }

    /**
     * value · 2^−shift, rounded up with the probability of the fraction that is cut off.
     *
     * @param value below 2^62 in magnitude
     * @param random 32 uniform bits; where more bits are cut off, the lower ones decide nothing
     */
    static long stochastic(long value, int shift, int random) {
        if (shift <= 0) {
            return value << -shift;
        }
        long uniform = random & 0xFFFFFFFFL;
        if (shift <= Integer.SIZE) {
            return (value + (uniform >>> (Integer.SIZE - shift))) >> shift;
        }
        if (shift < Long.SIZE - 2) {
            return (value + (uniform << (shift - Integer.SIZE))) >> shift;
        }
        return stochastic(value >> Math.min(Long.SIZE - 1, shift - Integer.SIZE), Integer.SIZE, random);
    }

    /** dividend / divisor, half to even; the divisor is from 1 to 2^62. */
    static long divide(long dividend, long divisor) {
        long floor = Math.floorDiv(dividend, divisor);
        long twice = 2 * (dividend - floor * divisor);
        return twice > divisor || twice == divisor && (floor & 1) == 1 ? floor + 1 : floor;
    }

    /** The nearest number of {@code bits} bits, two's complement without the least one: the range is symmetric. */
    static int saturated(long value, int bits) {
        long most = (1L << (bits - 1)) - 1;
        return (int) Math.max(-most, Math.min(most, value));
    }
}
