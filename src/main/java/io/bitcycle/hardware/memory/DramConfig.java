package io.bitcycle.hardware.memory;

/**
 * Off-chip memory.
 *
 * @param bitsPerCycle transfer rate in bits per array clock cycle, reads and writes together
 * @param latencyCycles cycles before the first bit of a transfer that nothing hides
 * @param storage the widths codes are packed to, in DRAM and in the buffers
 */
public record DramConfig(int bitsPerCycle, int latencyCycles, StorageWidths storage) {}
