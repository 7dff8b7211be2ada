package io.bitcycle.tensor;

import io.bitcycle.numeric.IntegerFormat;

/**
 * Signed codes without an offset: value = code x scale, scale = max(|x|) / (2^(bits-1) - 1), so that the greatest magnitude is
 * the greatest code (Krishnamoorthi, "Quantizing deep convolutional networks for efficient inference", arXiv 1806.08342,
 * section 2.3). With {@code powerOfTwo}, the scale is the least power of two that is not smaller, so that rescaling is a shift.
 * The code -2^(bits-1) only comes from noise or from values beyond a running range.
 */
record SymmetricGrid(boolean powerOfTwo) implements GridRule {
    /** A signed bit has no value above 0. */
    @Override
    public int minBits() {
        return 2;
    }

    @Override
    public IntegerFormat format(int bits) {
        if (bits < minBits()) {
            throw new IllegalArgumentException("symmetric codes of " + bits + " bits; allowed: 2 and more");
        }
        return IntegerFormat.signed(bits);
    }

    /** From -m to m, m the greatest magnitude. */
    @Override
    public Range range(float min, float max) {
        float magnitude = Math.max(Math.abs(min), Math.abs(max));
        if (2 * magnitude > Float.MAX_VALUE) {
            throw new NonFiniteException("the magnitude " + magnitude + " and its negative span no binary32");
        }
        return new Range(2 * magnitude, -magnitude);
    }

    @Override
    public UniformGrid grid(Range range, IntegerFormat format) {
        float scale = Math.max(range.range() / 2 / format.max(), MIN_SCALE);
        return new UniformGrid(powerOfTwo ? notSmallerPowerOfTwo(scale) : scale, 0, format);
    }

    private static float notSmallerPowerOfTwo(float scale) {
        int exponent = Math.getExponent(scale);
        float power = Math.scalb(1f, exponent);
        return power == scale ? power : Math.scalb(1f, exponent + 1);
    }
}
