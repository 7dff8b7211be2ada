package io.bitcycle.training.layer;

/** bfloat16: the upper half of a binary32 number, that is 8 bits of significand. */
final class Bfloat16 {
    private static final int DROPPED_BITS = 16;
    private static final int JUST_BELOW_HALF = 0x7FFF;

    private Bfloat16() {}

    /** The nearest bfloat16, ties to even; overflow gives an infinity, NaN stays NaN. */
    static float round(float value) {
        int bits = Float.floatToRawIntBits(value);
        // Only a NaN differs from itself; rounding its payload up could carry into infinity.
        if (value != value) {
            return Float.NaN;
        }
        int odd = bits >>> DROPPED_BITS & 1;
        return Float.intBitsToFloat((bits + JUST_BELOW_HALF + odd) >>> DROPPED_BITS << DROPPED_BITS);
    }
}
