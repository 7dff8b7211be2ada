package io.bitcycle.tensor;

import io.bitcycle.numeric.IntegerFormat;

/**
 * Unsigned codes with an integer zero point: value = (code - zero) x scale, the range being widened to hold 0, which is then
 * a code (Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", CVPR
 * 2018, section 2.1; range and zero point as in section 3). The offset is -(zero x scale), rounded to binary32.
 */
final class AffineGrid implements GridRule {
    @Override
    public IntegerFormat format(int bits) {
        return IntegerFormat.unsigned(bits);
    }

    @Override
    public Range range(float min, float max) {
        float low = Math.min(min, 0f);
        float high = Math.max(max, 0f);
        if (high - low > Float.MAX_VALUE) {
            throw new NonFiniteException("the values from " + low + " to " + high + " span no binary32");
        }
        return new Range(high - low, low);
    }

    @Override
    public UniformGrid grid(Range range, IntegerFormat format) {
        float scale = Math.max(range.range() / (float) format.max(), MIN_SCALE);
        float zero = (float) Math.rint(Math.min(Math.max(-range.offset() / scale, 0f), format.max()));
        return new UniformGrid(scale, -(zero * scale), format);
    }
}
