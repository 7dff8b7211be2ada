package io.bitcycle.hardware;

/**
 * The vector unit: everything that is not a quantized matrix product.
 *
 * @param lanes elementary operations per cycle
 * @param numeric format of its numbers
 * @param overlap whether its cycles hide behind the array's (else they add up)
 * @param stashBits width at which batch norm inputs are kept for the backward pass, 16 or 32
 */
public record VectorConfig(int lanes, Numeric numeric, boolean overlap, int stashBits) {
    /** Width in bits of a number in the vector unit's traffic. */
    public static final int WORD_BITS = 32;

    /** Number formats of the vector unit. */
    public enum Numeric {
        /** IEEE binary32. */
        FLOAT
    }
}
