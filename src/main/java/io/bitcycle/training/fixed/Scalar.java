package io.bitcycle.training.fixed;

/**
 * A number that there is one of per channel or per run: mantissa · 2^exponent in integers, the mantissa normalised to {@value
 * #BITS} bits, so that a product with a 32-bit number fits 62. Each operation rounds once, half to even: its relative error is
 * at most 2^−{@value #BITS}.
 */
public record Scalar(long mantissa, int exponent) {
    /** Bits of a mantissa, its sign apart; 2^{@value} itself occurs after rounding up. Our choice. */
    public static final int BITS = 30;

    public static final Scalar ZERO = new Scalar(0, 0);

    /** What {@link #top} says of 0: so low that sums of several such are below all that numbers reach. */
    static final int NOTHING = -(1 << 24);

    /** Beyond it the smaller of two summands is less than half a unit of the greater one's last place. */
    private static final int REACH = 32;

    /** value · 2^exponent, rounded to {@value #BITS} bits. */
    public static Scalar of(long value, int exponent) {
        if (value == 0) {
            return ZERO;
        }
        int excess = Rounding.bits(value) - BITS;
        return new Scalar(Rounding.shift(value, excess), exponent + excess);
    }

    Scalar times(Scalar other) {
        return of(mantissa * other.mantissa, exponent + other.exponent);
    }

    Scalar plus(Scalar other) {
        if (mantissa == 0 || other.mantissa == 0) {
            return mantissa == 0 ? other : this;
        }
        int distance = exponent - other.exponent;
        if (distance < 0) {
            return other.plus(this);
        }
        return distance > REACH ? this : of((mantissa << distance) + other.mantissa, other.exponent);
    }

    /** The quotient by a count from 1 to 2^31. */
    Scalar over(long count) {
        return of(Rounding.divide(mantissa << (BITS + 1), count), exponent - BITS - 1);
    }

    /** 1 / √ of a number above 0, by a bitwise square root and a division; the relative error is below 2^−28. */
    Scalar inverseRoot() {
        int up = (exponent & 1) == 0 ? BITS : BITS + 1;
        long root = squareRoot(mantissa << up);
        return of(Rounding.divide(1L << (2 * BITS + 1), root), -(2 * BITS + 1) - (exponent - up) / 2);
    }

    /**
     * ⌊√value⌋ for a value from 0 to 2^62 − 1, one bit of the root per step by comparison and subtraction (H. S. Warren, Hacker's
     * Delight, 2nd ed., 2012, section 11-1).
     */
    static long squareRoot(long value) {
        long rest = value;
        long root = 0;
        for (long bit = 1L << (2 * BITS); bit != 0; bit >>= 2) {
            if (rest >= root + bit) {
                rest -= root + bit;
                root = (root >> 1) + bit;
            } else {
                root >>= 1;
            }
        }
        return root;
    }

    /** The number in units of 2^unit, half to even, saturated to ±2^61. */
    long inUnits(int unit) {
        return Rounding.aligned(mantissa, unit - exponent);
    }

    /** The least t such that the magnitude is below 2^t; of 0 {@link #NOTHING}. */
    int top() {
        return top(mantissa, exponent);
    }

    /** That of value · 2^exponent. */
    static int top(long value, int exponent) {
        return value == 0 ? NOTHING : Rounding.bits(value) + exponent;
    }
}
