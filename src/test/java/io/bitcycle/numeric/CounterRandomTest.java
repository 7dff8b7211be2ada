package io.bitcycle.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterRandomTest {
    /** Computed by a Philox written in Python integers after the paper, with the counter laid out as documented. */
    @ParameterizedTest
    @CsvSource({
        "0, WEIGHT_INIT, 0, 0, 0, e6073e71",
        "42, ERROR_NOISE, 1000, 7, 5, db65a6b0",
        "-81985529216486896, ERROR_NOISE, 4294967295, 65535, 9223372036854775807, 77157ee1",
        "-9223372036854775808, CROP, 3, 0, 17179869187, 1188a9d4",
    })
    void laysOutTheCounterAsDocumented(
            long seed, RandomPurpose purpose, long iteration, int layer, long index, String bits) {
        assertEquals(
                bits,
                Integer.toHexString(
                        CounterRandom.of(seed).stream(purpose, iteration, layer).bits(index)));
    }

    /** Every result of every run depends on these numbers. */
    @Test
    void purposesKeepTheirNumbers() {
        assertArrayEquals(
                new String[] {
                    "WEIGHT_INIT 1",
                    "ERROR_NOISE 2",
                    "SHUFFLE 3",
                    "CROP 4",
                    "FLIP 5",
                    "DROPOUT 6",
                    "FOLDED_ERROR_NOISE 7",
                    "TEXT 8",
                    "UPDATE_ROUNDING 9",
                    "LANDSCAPE_DIRECTION 10",
                    "CURVATURE_START 11"
                },
                Arrays.stream(RandomPurpose.values())
                        .map(purpose -> purpose + " " + purpose.code())
                        .toArray());
    }

    @Test
    void everyPartOfTheNameMatters() {
        Set<Integer> seen = new HashSet<>();
        int drawn = 0;
        for (long seed : new long[] {0, 1, 1L << 32}) {
            for (RandomPurpose purpose : RandomPurpose.values()) {
                for (long iteration : new long[] {0, 1, 1L << 16, CounterRandom.MAX_ITERATION}) {
                    for (int layer : new int[] {0, 1, 255, CounterRandom.MAX_LAYER}) {
                        RandomStream stream = CounterRandom.of(seed).stream(purpose, iteration, layer);
                        for (long index : new long[] {0, 1, 2, 3, 4, 1L << 34, Long.MAX_VALUE}) {
                            seen.add(stream.bits(index));
                            drawn++;
                        }
                    }
                }
            }
        }
        // 2352 draws of 32 bits hold an equal pair with a probability of 6e-4; these do not.
        assertEquals(drawn, seen.size());
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, iteration -1", "4294967296, 0, iteration 4294967296", "0, -1, layer -1", "0, 65536, layer 65536"
    })
    void refusesWhatTheCounterCannotHold(long iteration, int layer, String named) {
        CounterRandom random = CounterRandom.of(1);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> random.stream(RandomPurpose.SHUFFLE, iteration, layer));
        assertTrue(e.getMessage().startsWith(named + " is not in 0 to "), e.getMessage());
    }
}
