package io.bitcycle.numeric.loops;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Exponentials and hyperbolic tangents, rounded from binary64 to binary32. Both rest on e^x - 1 = 2^k (e^r - 1) + (2^k - 1) with k = rint(x / ln 2), r = x - k ln 2
 * and so |r| at most 0.347, and on Taylor's series of e^r - 1 up to r^13 / 13!.
 *
 * <p>Why the bits are StrictMath's: the terms left out are below 2^-55 of the value, r is off by less than 2^-53 and each of the
 * some ten roundings behind it by at most 2^-52 of the value or of a smaller part of it, so a result is off by less than 2^-47.
 * StrictMath's are within some 2^-51. Where ours is more than 2^-45 of its value away from every midpoint between two floats, both lie on
 * one side and round to the same float. The few others, infinities, NaN and what is no normal float are left to StrictMath.
 */
final class VectorExponentials {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_128;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;
    private static final int LANES = 4;
    private static final PlainLoops PLAIN = new PlainLoops();

    private static final double PER_LN2 = 0x1.71547652b82fep+0;
    /** ln 2 in two parts; the first has 44 bits, so that its product with k is exact. */
    private static final double LN2_HIGH = 0x1.62e42fefa38p-1;

    private static final double LN2_LOW = 0x1.ef35793c7673p-45;
    /** 1.5 x 2^52: adding it to a small double rounds to an integer in the low bits. */
    private static final double ROUND = 0x1.8p52;

    private static final int DOUBLE_EXPONENT_BIAS = 1023;
    private static final int DOUBLE_FRACTION_BITS = 52;
    /** Bits of a double behind those of a float; 1 and zeros are a midpoint. */
    private static final long BEHIND = (1L << 29) - 1;

    private static final long MIDPOINT = 1L << 28;
    /** 2^-45 of the value or more: 2^8 units in the last of 53 bits. */
    private static final long MARGIN = 1L << 8;

    /** e^x is a normal float between them. */
    private static final float LEAST = -87.3f;

    private static final float MOST = 88.7f;
    /** tanh rounds to 1 from here, in binary64 too. */
    private static final double FLAT = 22;

    private VectorExponentials() {}

    static void exp(float[] in, int from, int to, float shift, float[] out) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOATS, in, i).sub(shift);
            DoubleVector wide = wide(x);
            DoubleVector rounding = wide.mul(PER_LN2).add(ROUND);
            DoubleVector y = power(rounding).mul(lessOne(wide, rounding).add(1));
            boolean ours = x.compare(VectorOperators.GT, LEAST)
                            .and(x.compare(VectorOperators.LT, MOST))
                            .allTrue()
                    && !nearMidpoint(y).anyTrue();
            if (ours) {
                narrow(y).intoArray(out, i);
            } else {
                PLAIN.exp(in, i, i + LANES, shift, out);
            }
        }
        PLAIN.exp(in, i, to, shift, out);
    }

    /** With t = e^2|x| - 1: t / (t + 2), and the sign of x. */
    static void tanh(float[] in, int from, int to, float[] out) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOATS, in, i);
            DoubleVector wide = wide(x);
            DoubleVector twice = wide.abs().min(FLAT).mul(2);
            DoubleVector rounding = twice.mul(PER_LN2).add(ROUND);
            DoubleVector power = power(rounding);
            DoubleVector t = power.mul(lessOne(twice, rounding)).add(power.sub(1));
            DoubleVector y = t.div(t.add(2));
            boolean ours = x.abs().compare(VectorOperators.LE, Float.MAX_VALUE).allTrue()
                    && !nearMidpoint(y).anyTrue();
            if (ours) {
                LongVector sign = wide.reinterpretAsLongs().and(Long.MIN_VALUE);
                narrow(y.reinterpretAsLongs().or(sign).reinterpretAsDoubles()).intoArray(out, i);
            } else {
                PLAIN.tanh(in, i, i + LANES, out);
            }
        }
        PLAIN.tanh(in, i, to, out);
    }

    /** 2^k, where {@code rounding} has k in its low bits. */
    private static DoubleVector power(DoubleVector rounding) {
        return rounding.reinterpretAsLongs()
                .add(DOUBLE_EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, DOUBLE_FRACTION_BITS)
                .reinterpretAsDoubles();
    }

    /** e^r - 1. */
    private static DoubleVector lessOne(DoubleVector x, DoubleVector rounding) {
        DoubleVector k = rounding.sub(ROUND);
        DoubleVector r = x.sub(k.mul(LN2_HIGH)).sub(k.mul(LN2_LOW));
        DoubleVector sum = r.mul(1.0 / 6227020800L)
                .add(1.0 / 479001600)
                .mul(r)
                .add(1.0 / 39916800)
                .mul(r)
                .add(1.0 / 3628800)
                .mul(r)
                .add(1.0 / 362880)
                .mul(r)
                .add(1.0 / 40320)
                .mul(r)
                .add(1.0 / 5040)
                .mul(r)
                .add(1.0 / 720)
                .mul(r)
                .add(1.0 / 120)
                .mul(r)
                .add(1.0 / 24)
                .mul(r)
                .add(1.0 / 6)
                .mul(r)
                .add(0.5);
        return r.add(r.mul(r).mul(sum));
    }

    private static VectorMask<Long> nearMidpoint(DoubleVector y) {
        return y.reinterpretAsLongs().add(MARGIN - MIDPOINT).and(BEHIND).compare(VectorOperators.LE, 2 * MARGIN);
    }

    private static DoubleVector wide(FloatVector x) {
        return (DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, 0);
    }

    private static FloatVector narrow(DoubleVector y) {
        return (FloatVector) y.convertShape(VectorOperators.D2F, FLOATS, 0);
    }
}
