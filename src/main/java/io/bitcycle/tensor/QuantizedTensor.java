package io.bitcycle.tensor;

/**
 * Codes and what they stand for: value = code x scale + offset, each operation rounded to binary32.
 *
 * @param codes the codes; axis 0 is the channel when there is more than one scale
 * @param scale one value per channel, or one in all
 * @param offset as many as {@code scale}; signed codes have none, which is 0
 */
public record QuantizedTensor(CodeTensor codes, float[] scale, float[] offset) {
    public QuantizedTensor {
        if (scale.length != offset.length || scale.length == 0) {
            throw new IllegalArgumentException(scale.length + " scales and " + offset.length + " offsets");
        }
        if (scale.length > 1 && scale.length != codes.dim(0)) {
            throw new IllegalArgumentException(scale.length + " scales for " + codes.dim(0) + " channels");
        }
        for (float each : offset) {
            if (each != 0 && codes.format().signed()) {
                throw new IllegalArgumentException("signed codes with an offset of " + each);
            }
        }
    }

    /** Scale of channel {@code channel}. */
    public float scale(int channel) {
        return scale[scale.length == 1 ? 0 : channel];
    }

    /** Offset of channel {@code channel}. */
    public float offset(int channel) {
        return offset[offset.length == 1 ? 0 : channel];
    }

    /** The values the codes stand for. */
    public FloatTensor dequantized() {
        float[] values = new float[codes.size()];
        int perChannel = values.length / scale.length;
        for (int channel = 0; channel < scale.length; channel++) {
            for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
                values[i] = codes.code(i) * scale[channel] + offset[channel];
            }
        }
        return FloatTensor.of(values, codes.shape());
    }
}
