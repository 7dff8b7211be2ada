package io.bitcycle.hardware.memory;

/**
 * One operand's on-chip buffer, double-buffered: half of it holds the tile in use.
 *
 * @param kib capacity in KiB (1024 bytes)
 * @param accessBits a word: what one access of one bank moves; a fill from DRAM writes whole words
 * @param banks banks that can be accessed in the same cycle
 */
public record BufferConfig(int kib, int accessBits, int banks) {
    /** Half of 1024 bytes: what a KiB of a double buffer gives one tile. */
    public static final int TILE_BITS_PER_KIB = 1024 * 8 / 2;

    /** Bits that one tile may occupy. */
    public long tileBits() {
        return (long) kib * TILE_BITS_PER_KIB;
    }

    /** Capacity of one bank in bits; a bank holds whole words. */
    public long bankBits() {
        return 2 * tileBits() / banks;
    }

    /** What an access to {@code bits} consecutive bits moves: whole words. */
    public long moved(long bits) {
        return (bits + accessBits - 1) / accessBits * accessBits;
    }

    /** Bits the buffer delivers or takes per cycle. */
    public long bitsPerCycle() {
        return (long) accessBits * banks;
    }
}
