package io.bitcycle.tensor;

/**
 * What a quantizer measured of a tensor (or of one channel of it).
 *
 * @param range max - min, in binary32; finite, not negative
 * @param offset min; finite
 */
public record Range(float range, float offset) {
    public Range {
        if (!(range >= 0 && range <= Float.MAX_VALUE) || !(Math.abs(offset) <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "range " + range + " from offset " + offset + ": both must be finite, the range not negative");
        }
    }
}
