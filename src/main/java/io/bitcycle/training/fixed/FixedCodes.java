package io.bitcycle.training.fixed;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.numeric.RandomStream;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.Parallel;

/**
 * Codes of the quantizer {@code symmetric-pow2}, made by shifts: value = code · 2^exponent. Of greatest magnitude m, the exponent
 * is the least with m ≤ (2^(bits−1) − 1) · 2^exponent.
 */
record FixedCodes(CodeTensor codes, int exponent) {
    /** Random bits are fetched in pieces that stay in the first-level cache. */
    private static final int PIECE = 1024;

    /** Codes within the tensor's own range, half to even: weights, and activations in training. */
    static FixedCodes nearest(FixedTensor tensor, int bits, Parallel parallel) {
        return nearest(tensor, tensor.magnitude(parallel), tensor.exponent(), bits, parallel);
    }

    /** Codes within a running range, half to even; what lies beyond it saturates. */
    static FixedCodes nearest(FixedTensor tensor, Scalar magnitude, int bits, Parallel parallel) {
        return nearest(tensor, magnitude.mantissa(), magnitude.exponent(), bits, parallel);
    }

    private static FixedCodes nearest(
            FixedTensor tensor, long magnitude, int magnitudeExponent, int bits, Parallel parallel) {
        IntegerFormat format = IntegerFormat.signed(bits);
        int exponent = magnitudeExponent + leastShift(magnitude, format.max());
        int shift = exponent - tensor.exponent();
        int[] mantissas = tensor.mantissas();
        short[] codes = new short[mantissas.length];
        parallel.forEachRange(codes.length, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                long code = Rounding.aligned(mantissas[i], shift);
                codes[i] = (short) Math.max(format.min(), Math.min(format.max(), code));
            }
        });
        return new FixedCodes(new CodeTensor(codes, format, tensor.shape()), exponent);
    }

    /** Codes within the tensor's own range, rounded stochastically: errors. */
    static FixedCodes stochastic(FixedTensor tensor, int bits, RandomStream random, Parallel parallel) {
        IntegerFormat format = IntegerFormat.signed(bits);
        int shift = leastShift(tensor.magnitude(parallel), format.max());
        int[] mantissas = tensor.mantissas();
        short[] codes = new short[mantissas.length];
        parallel.forEachRange(codes.length, 1, (from, to) -> {
            int[] piece = new int[PIECE];
            for (int start = from; start < to; start += PIECE) {
                int count = Math.min(PIECE, to - start);
                random.fillBits(start, piece, count);
                for (int i = 0; i < count; i++) {
                    codes[start + i] = (short) Rounding.stochastic(mantissas[start + i], shift, piece[i]);
                }
            }
        });
        return new FixedCodes(new CodeTensor(codes, format, tensor.shape()), tensor.exponent() + shift);
    }

    /** The least s with magnitude ≤ most · 2^s, where most is 2^k − 1; 0 for the magnitude 0. */
    static int leastShift(long magnitude, int most) {
        if (magnitude == 0) {
            return 0;
        }
        int shift = Rounding.bits(magnitude) - Rounding.bits(most);
        boolean fits = shift >= 0 ? magnitude <= (long) most << shift : magnitude << -shift <= most;
        return fits ? shift : shift + 1;
    }
}
