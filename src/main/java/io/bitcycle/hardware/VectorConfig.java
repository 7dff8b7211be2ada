package io.bitcycle.hardware;

import java.util.Optional;

/**
 * The vector unit: everything that is not a quantized matrix product.
 *
 * @param lanes elementary operations per cycle
 * @param numeric format of its numbers
 * @param overlap whether its cycles hide behind the array's (else they add up)
 * @param stashBits width at which batch norm inputs are kept for the backward pass, 16 or 32
 * @param fusion whether what one operation makes goes to the next one without a trip through DRAM
 * @param fixedPoint formats of its integers; present where {@code numeric} is {@link Numeric#FIXED}, perhaps elsewhere
 */
public record VectorConfig(
        int lanes, Numeric numeric, boolean overlap, int stashBits, Fusion fusion, Optional<FixedPoint> fixedPoint) {
    /** Width in bits of a number in the vector unit's traffic. */
    public static final int WORD_BITS = 32;

    /** How operations hand tensors over. */
    public enum Fusion {
        /** Each reads its inputs from DRAM and writes its outputs there. */
        NONE,
        /** In chains, as far as tensors need not be complete in between. */
        CHAIN
    }

    /** Number formats of the vector unit. */
    public enum Numeric {
        /** IEEE binary32. */
        FLOAT,
        /** Integers with power-of-two scales. */
        FIXED
    }

    /**
     * Formats of a vector unit without floating point.
     *
     * @param bits mantissa of every number between two operations, sign included; it moves as a word all the same
     * @param weightFractionBits n of the Qm.n of weights and their velocities
     */
    public record FixedPoint(int bits, int weightFractionBits) {}
}
