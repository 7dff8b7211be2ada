package io.bitcycle.training.fixed;

/** e^−x and ln x in integers with {@value #FRACTION_BITS} fractional bits, our choice of width. */
final class FixedExponential {
    static final int FRACTION_BITS = 30;

    /** 1. */
    static final long ONE = 1L << FRACTION_BITS;

    /** ln 2 · 2^30, rounded. */
    static final long LN_2 = 744261118L;

    /** 2^30 / k!, rounded: the Taylor series of e^−x. Its ninth term is below 2^−23 for x below ln 2. */
    private static final long[] COEFFICIENTS = {
        ONE, ONE, 536870912L, 178956971L, 44739243L, 8947849L, 1491308L, 213044L, 26631L,
    };

    private FixedExponential() {}

    /**
     * e^−x to within 2^−22, by x = q · ln 2 + r and a polynomial of r, as in the integer softmax of S. Kim et al., I-BERT, ICML
     * 2021, whose polynomial is of degree 2; this one is of degree 8.
     *
     * @param x from 0, in units of 2^−30
     */
    static long ofNegative(long x) {
        long halvings = x / LN_2;
        if (halvings > FRACTION_BITS) {
            return 0;
        }
        long rest = x - halvings * LN_2;
        long sum = COEFFICIENTS[COEFFICIENTS.length - 1];
        for (int k = COEFFICIENTS.length - 2; k >= 0; k--) {
            sum = COEFFICIENTS[k] - Rounding.shift(rest * sum, FRACTION_BITS);
        }
        return Rounding.shift(sum, (int) halvings);
    }

    /**
     * ln x to within 2^−24, by the binary logarithm: one bit of its fraction per squaring of the mantissa.
     *
     * @param x from 1 to 2^61, in units of 2^−30
     */
    static long logarithm(long x) {
        int whole = Rounding.bits(x) - 1 - FRACTION_BITS;
        long mantissa = whole > 0 ? x >> whole : x << -whole;
        long fraction = 0;
        for (int bit = FRACTION_BITS - 1; bit >= 0; bit--) {
            mantissa = Rounding.shift(mantissa * mantissa, FRACTION_BITS);
            if (mantissa >= 2 * ONE) {
                mantissa >>= 1;
                fraction |= 1L << bit;
            }
        }
        return whole * LN_2 + Rounding.shift(fraction * LN_2, FRACTION_BITS);
    }
}
