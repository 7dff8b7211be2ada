package io.bitcycle.hardware.memory;

/**
 * Off-chip memory.
 *
 * @param bitsPerCycle transfer rate in bits per array clock cycle, reads and writes together
 * @param burstBits least that one access moves: every transfer is of whole bursts
 * @param latencyCycles cycles before the first bit of a transfer that nothing hides
 * @param storage the widths codes are packed to, in DRAM and in the buffers
 */
public record DramConfig(int bitsPerCycle, int burstBits, int latencyCycles, StorageWidths storage) {
    /** What a transfer of {@code bits} bits moves: whole bursts. */
    public long moved(long bits) {
        return burstBits == 1 ? bits : (bits + burstBits - 1) / burstBits * burstBits;
    }

    /** Cycles that the port is busy with {@code bits} bits. */
    public long cycles(long bits) {
        return (bits + bitsPerCycle - 1) / bitsPerCycle;
    }
}
