package io.bitcycle.hardware.memory;

import java.util.List;

/**
 * The widths to which codes are packed in memory: dense (a b-bit code takes b bits) or the next of a list.
 *
 * @param widths ascending widths in bits; empty when dense
 */
public record StorageWidths(List<Integer> widths) {
    public static final StorageWidths DENSE = new StorageWidths(List.of());

    public StorageWidths {
        widths = List.copyOf(widths);
    }

    /**
     * Bits that a code of {@code bits} bits occupies.
     *
     * @throws IllegalArgumentException when the list has no width that holds it
     */
    public int bitsFor(int bits) {
        if (widths.isEmpty()) {
            return bits;
        }
        return widths.stream()
                .filter(width -> width >= bits)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "dram.storage_bits " + widths + " has no width for " + bits + "-bit codes"));
    }
}
