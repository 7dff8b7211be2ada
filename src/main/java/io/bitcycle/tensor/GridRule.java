package io.bitcycle.tensor;

import io.bitcycle.numeric.IntegerFormat;

/** How a quantizer lays equidistant values over what it measured. Implementations are stateless. */
interface GridRule {
    /** Keeps the division by the scale defined where all values are equal, as CPT's code does. */
    float MIN_SCALE = 1e-8f;

    /** The least width of codes. */
    default int minBits() {
        return 1;
    }

    /** The format of codes of {@code bits} bits. */
    IntegerFormat format(int bits);

    /** The range that covers finite values from {@code min} to {@code max}; max - min is finite too. */
    Range range(float min, float max);

    /** The grid over a range. */
    UniformGrid grid(Range range, IntegerFormat format);
}
