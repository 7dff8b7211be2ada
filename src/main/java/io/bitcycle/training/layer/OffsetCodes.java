package io.bitcycle.training.layer;

import io.bitcycle.numeric.IntegerFormat;

/**
 * How the codes of one scale are split for exact arithmetic: value = scale x (code - zero) + rest, where zero is the code
 * nearest to the value 0. Sums of (code - zero) are formed in integers, so the large offsets cancel exactly before the first
 * rounding to binary32.
 *
 * @param centre what the array subtracts from every code, see {@link io.bitcycle.simulator.Accelerator#centre}
 * @param zero code nearest to the value 0, within the format
 * @param scale value of one code step
 * @param rest value of the zero code, at most half a step when 0 lies in the range
 */
record OffsetCodes(int centre, int zero, float scale, float rest) {
    static OffsetCodes of(IntegerFormat format, int centre, float scale, float offset) {
        double exact = Math.rint(-(double) offset / scale);
        int zero = (int) Math.min(format.max(), Math.max(format.min(), exact));
        // An affine quantizer's offset is zero x scale, rounded: its zero code stands for 0 and nothing else.
        float rest = offset == -(zero * scale) ? 0 : (float) (offset + (double) scale * zero);
        return new OffsetCodes(centre, zero, scale, rest);
    }

    /** Sum of (code - zero) over {@code terms} codes, from the sum of the codes themselves. */
    long fromZero(long codeSum, long terms) {
        return codeSum - terms * zero;
    }

    /**
     * Sum of (a - a.zero) x (b - b.zero) from the array's sum of (a - a.centre) x (b - b.centre).
     *
     * @param aSum sum of A's codes over the same terms
     * @param bSum sum of B's codes
     */
    static long product(long arraySum, OffsetCodes a, long aSum, OffsetCodes b, long bSum, long terms) {
        return shifted(arraySum, a, a.centre - a.zero, aSum, b, b.centre - b.zero, bSum, terms);
    }

    /** Sum of a x b of the codes themselves, likewise. */
    static long codeProduct(long arraySum, OffsetCodes a, long aSum, OffsetCodes b, long bSum, long terms) {
        return shifted(arraySum, a, a.centre, aSum, b, b.centre, bSum, terms);
    }

    /** Sum of (a - a.centre + aShift) x (b - b.centre + bShift). */
    private static long shifted(
            long arraySum, OffsetCodes a, long aShift, long aSum, OffsetCodes b, long bShift, long bSum, long terms) {
        return arraySum
                + aShift * (bSum - terms * b.centre)
                + bShift * (aSum - terms * a.centre)
                + terms * aShift * bShift;
    }

    /** The four-term sum of DESIGN section 2 on codes counted from zero, in binary32. */
    static float value(long product, OffsetCodes a, long aFromZero, OffsetCodes b, long bFromZero, long terms) {
        return (a.scale * b.scale * product + a.scale * b.rest * aFromZero) + rest(a, b, bFromZero, terms);
    }

    /** The two terms of it that do not depend on A's codes. */
    static float rest(OffsetCodes a, OffsetCodes b, long bFromZero, long terms) {
        return b.scale * a.rest * bFromZero + a.rest * b.rest * terms;
    }
}
