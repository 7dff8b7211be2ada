package io.bitcycle.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {
    /** The lines "philox4x32 10" of the file kat_vectors that the authors publish with Random123 1.14: counter, key, block. */
    @ParameterizedTest
    @CsvSource({
        "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1",
    })
    void givesThePublishedAnswers(String counter, String key, String expected) {
        String[] words = counter.split(" ");
        String[] keys = key.split(" ");
        // The block under test stands between two others: neighbours must not leak into each other.
        long[] left = {1, Long.parseUnsignedLong(words[0] + words[1], 16), 2};
        long[] right = {3, Long.parseUnsignedLong(words[2] + words[3], 16), 4};
        Philox.encrypt(left, right, 3, Integer.parseUnsignedInt(keys[0], 16), Integer.parseUnsignedInt(keys[1], 16));
        assertEquals(expected.replace(" ", ""), "%016x%016x".formatted(left[1], right[1]));
    }
}
