package io.bitcycle.simulator;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.VectorOp;

/**
 * The DRAM traffic of a vector operation on one hwconfig, in whole bursts.
 *
 * @param read bits read
 * @param written bits written
 */
public record VectorBits(long read, long written) {
    public static VectorBits of(VectorOp op, HardwareConfig hardware) {
        int stashBits = hardware.vector().stashBits();
        int stashCopyBits = stashBits == VectorConfig.WORD_BITS ? 0 : stashBits;
        return new VectorBits(bits(op.reads(), stashBits, hardware), bits(op.writes(), stashCopyBits, hardware));
    }

    /** Both ways together. */
    public long total() {
        return read + written;
    }

    private static long bits(Traffic traffic, int stashBits, HardwareConfig hardware) {
        long codes = traffic.codes() == 0
                ? 0
                : traffic.codes() * hardware.dram().storage().bitsFor(traffic.codeBits());
        return hardware.dram()
                .moved(traffic.words() * VectorConfig.WORD_BITS + traffic.stash() * stashBits + codes + traffic.bits());
    }
}
