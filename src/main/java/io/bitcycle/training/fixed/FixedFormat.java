package io.bitcycle.training.fixed;

import io.bitcycle.hardware.VectorConfig;

/**
 * The word widths of an all-integer vector unit.
 *
 * @param bits of every number between two operations, sign included
 * @param weightFractionBits n of the Qm.n in which parameters and their velocities are kept, whatever their values
 * @param stashBits of batch norm inputs kept for the backward pass
 */
public record FixedFormat(int bits, int weightFractionBits, int stashBits) {
    /** That of a hwconfig whose {@code vector.numeric} is {@code fixed}. */
    public static FixedFormat of(VectorConfig vector) {
        VectorConfig.FixedPoint fixed =
                vector.fixedPoint().orElseThrow(() -> new IllegalArgumentException("vector.numeric is not fixed"));
        return new FixedFormat(fixed.bits(), fixed.weightFractionBits(), Math.min(fixed.bits(), vector.stashBits()));
    }

    /** Bits to which both factors of a sum of {@code terms} products are narrowed so that 63 bits hold it. */
    static int factorBits(long terms) {
        return (Long.SIZE - 2 - Rounding.ceilLog2(terms)) / 2;
    }
}
