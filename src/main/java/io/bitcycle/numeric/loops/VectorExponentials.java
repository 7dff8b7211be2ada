package io.bitcycle.numeric.loops;

import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Exponentials and hyperbolic tangents, rounded from binary64 to binary32. Both rest on e^x - 1 = 2^k (e^r - 1) + (2^k - 1) with k =
 * rint(x / ln 2), r = x - k ln 2 and so |r| at most 0.347, and on Taylor's series of e^r - 1 up to r^13 / 13!.
 *
 * <p>Why the bits are StrictMath's: the terms left out are below 2^-55 of the value, r is off by less than 2^-53 and each of the
 * some ten roundings behind it by at most 2^-52 of the value or of a smaller part of it, so a result is off by less than 2^-47.
 * StrictMath's are within 2^-50. Where ours is more than 2^-45 of its value away from every midpoint between two floats, both lie
 * on one side and round to the same float. The few others, NaN and what is no normal float are left to StrictMath.
 *
 * <p>Steps go through short arrays: vectors that are handed to a method would be objects in memory.
 */
final class VectorExponentials {
    private static final int LANES = VectorWidest.COUNT;
    private static final int BLOCK = 256;

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

    /** Bits of the least and the greatest normal float as doubles. */
    private static final long LEAST = Double.doubleToRawLongBits(Float.MIN_NORMAL);

    private static final long MOST = Double.doubleToRawLongBits(Float.MAX_VALUE);
    /** e^x is no normal float beyond. */
    private static final double LARGE = 120;
    /** tanh rounds to 1 from here, in binary64 too. */
    private static final double FLAT = 22;

    /** The elements in work and, of each, 2^k and e^r - 1; the last vector may hold what is left of others. */
    private final double[] x = new double[BLOCK];

    private final double[] power = new double[BLOCK];
    private final double[] lessOne = new double[BLOCK];
    private final float[] rounded = new float[BLOCK];

    private VectorExponentials() {}

    static void exp(float[] in, int from, int to, float shift, float[] out) {
        VectorExponentials block = new VectorExponentials();
        for (int at = from; at < to; at += BLOCK) {
            int count = Math.min(BLOCK, to - at);
            for (int i = 0; i < count; i++) {
                block.x[i] = in[at + i] - shift;
            }
            block.exp(count);
            block.round(count, StrictMath::exp, out, at);
        }
    }

    static void tanh(float[] in, int from, int to, float[] out) {
        VectorExponentials block = new VectorExponentials();
        for (int at = from; at < to; at += BLOCK) {
            int count = Math.min(BLOCK, to - at);
            for (int i = 0; i < count; i++) {
                block.x[i] = in[at + i];
            }
            block.tanh(count);
            block.round(count, StrictMath::tanh, out, at);
        }
    }

    /** Leaves results where {@code power} was. */
    private void exp(int count) {
        for (int i = 0; i < count; i++) {
            power[i] = Math.max(-LARGE, Math.min(x[i], LARGE));
        }
        split(count);
        for (int i = 0; i < count; i++) {
            power[i] *= lessOne[i] + 1;
        }
    }

    /** Likewise: with t = e^2|x| - 1, t / (t + 2), and the sign of x. */
    private void tanh(int count) {
        for (int i = 0; i < count; i++) {
            power[i] = 2 * Math.min(Math.abs(x[i]), FLAT);
        }
        split(count);
        for (int i = 0; i < count; i++) {
            double t = power[i] * lessOne[i] + (power[i] - 1);
            power[i] = t / (t + 2);
        }
        for (int i = 0; i < count; i += LANES) {
            LongVector sign = VectorWidest.bits(VectorWidest.load(x, i)).and(Long.MIN_VALUE);
            DoubleVector y = VectorWidest.load(power, i);
            VectorWidest.ofBits(VectorWidest.bits(y).or(sign)).intoArray(power, i);
        }
    }

    /** Turns arguments, where {@code power} will be, into 2^k and e^r - 1. */
    private void split(int count) {
        for (int i = 0; i < count; i += LANES) {
            DoubleVector argument = VectorWidest.load(power, i);
            DoubleVector rounding = argument.mul(PER_LN2).add(ROUND);
            LongVector exponent = VectorWidest.bits(rounding)
                    .add(DOUBLE_EXPONENT_BIAS)
                    .lanewise(VectorOperators.LSHL, DOUBLE_FRACTION_BITS);
            VectorWidest.ofBits(exponent).intoArray(power, i);
            DoubleVector k = rounding.sub(ROUND);
            argument.sub(k.mul(LN2_HIGH)).sub(k.mul(LN2_LOW)).intoArray(lessOne, i);
        }
        for (int i = 0; i < count; i++) {
            double r = lessOne[i];
            double sum = 1.0 / 6227020800L;
            sum = sum * r + 1.0 / 479001600;
            sum = sum * r + 1.0 / 39916800;
            sum = sum * r + 1.0 / 3628800;
            sum = sum * r + 1.0 / 362880;
            sum = sum * r + 1.0 / 40320;
            sum = sum * r + 1.0 / 5040;
            sum = sum * r + 1.0 / 720;
            sum = sum * r + 1.0 / 120;
            sum = sum * r + 1.0 / 24;
            sum = sum * r + 1.0 / 6;
            sum = sum * r + 0.5;
            lessOne[i] = r * r * sum + r;
        }
    }

    /** @param exact decides where the results here do not */
    private void round(int count, DoubleUnaryOperator exact, float[] out, int at) {
        for (int i = 0; i < count; i += LANES) {
            DoubleVector y = VectorWidest.load(power, i);
            VectorWidest.rounded(y).intoArray(rounded, i);
            LongVector bits = VectorWidest.bits(y);
            LongVector magnitude = bits.and(Long.MAX_VALUE);
            // Each is negative where the result is too near to a midpoint, too small or too large, or NaN.
            LongVector unsure = bits.add(MARGIN - MIDPOINT)
                    .and(BEHIND)
                    .sub(2 * MARGIN + 1)
                    .or(magnitude.sub(LEAST))
                    .or(magnitude.sub(MOST).lanewise(VectorOperators.NEG));
            if (unsure.compare(VectorOperators.LT, 0).anyTrue()) {
                for (int j = i; j < i + LANES; j++) {
                    rounded[j] = (float) exact.applyAsDouble(x[j]);
                }
            }
        }
        System.arraycopy(rounded, 0, out, at, count);
    }
}
