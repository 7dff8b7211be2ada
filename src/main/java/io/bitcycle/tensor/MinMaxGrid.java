package io.bitcycle.tensor;

import io.bitcycle.numeric.IntegerFormat;

/**
 * The quantizer of cyclic precision training (Fu et al., "CPT: Efficient Deep Neural Network Training via Cyclic
 * Precision", ICLR 2021) as its published code computes it: unsigned codes that span the values from least to greatest,
 * value = code x scale + min, scale = max((max - min) / (2^bits - 1), 1e-8).
 */
final class MinMaxGrid implements GridRule {
    @Override
    public IntegerFormat format(int bits) {
        return IntegerFormat.unsigned(bits);
    }

    @Override
    public Range range(float min, float max) {
        return new Range(max - min, min);
    }

    @Override
    public UniformGrid grid(Range range, IntegerFormat format) {
        return new UniformGrid(Math.max(range.range() / (float) format.max(), MIN_SCALE), range.offset(), format);
    }
}
