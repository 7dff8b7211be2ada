package io.bitcycle.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartsTest {
    /** Halves, thirds, quarters, sixths, eighths, twelfths ... of 100, rounded up; and 1, 2, 3, 4, 6, 8, 12, 16, ... */
    @Test
    void partsAndUnits() {
        assertEquals(
                List.of(
                        1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 12L, 13L, 16L, 17L, 24L, 25L, 32L, 34L, 48L, 50L, 64L, 96L,
                        100L),
                Parts.lengths(100, 1, Parts.COARSE));
        // Thirds are 33.3, sixths 16.7, which is 2 and 1 units of 20.
        assertEquals(List.of(20L, 40L, 60L, 80L, 100L), Parts.lengths(100, 20, Parts.COARSE));
        assertEquals(List.of(7L), Parts.lengths(7, 20, Parts.FINE));
        assertEquals(List.of(1L), Parts.lengths(1, 1, Parts.FINE));
    }

    @Test
    void theLongestThatFits() {
        assertEquals(34, Parts.longest(100, 35));
        assertEquals(100, Parts.longest(100, 1000));
        assertEquals(1, Parts.longest(100, 0), "the shortest when none fits");
    }

    @Test
    void wholeUnitsFromOneToAll() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            long whole = 1 + random.nextInt(1 << 1 + random.nextInt(20));
            long unit = 1 + random.nextInt(40);
            List<Long> lengths = Parts.lengths(whole, unit, Parts.FINE);
            String which = "seed 5, round " + round + ": " + lengths;
            assertEquals(Math.min(unit, whole), lengths.get(0), which);
            assertEquals(whole, lengths.get(lengths.size() - 1), which);
            for (int i = 1; i < lengths.size(); i++) {
                assertTrue(lengths.get(i - 1) < lengths.get(i), which);
                assertTrue(lengths.get(i - 1) % unit == 0, which);
            }
        }
    }
}
