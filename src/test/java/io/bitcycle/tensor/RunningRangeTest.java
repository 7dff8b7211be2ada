package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunningRangeTest {
    /** Expected values: the recurrence in NumPy float32, one rounding per operation. */
    @Test
    void movesATenthOfTheWay() {
        RunningRange running = new RunningRange();
        assertEquals(new Range(0, 0), running.current());
        float[] measured = {3.7f, 1.1f, 0.3f, 2.9f};
        int[] expected = {0x3ebd70a4, 0x3ee2d0e6, 0x3edb7e91, 0x3f2d0332};
        for (int i = 0; i < measured.length; i++) {
            running.update(new Range(measured[i], -measured[i]));
            float value = Float.intBitsToFloat(expected[i]);
            assertEquals(new Range(value, -value), running.current());
        }
    }

    @Test
    void goesOnFromASavedState() {
        RunningRange running = new RunningRange();
        running.state().data()[0] = Float.intBitsToFloat(0x3ebd70a4);
        running.update(new Range(1.1f, 1.1f));
        assertEquals(new Range(Float.intBitsToFloat(0x3ee2d0e6), 0.110000007f), running.current());
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "NaN, 0", "Infinity, 0", "1, NaN", "1, Infinity", "1, -Infinity"})
    void rangesAreFinite(float range, float offset) {
        assertEquals(
                "range " + range + " from offset " + offset + ": both must be finite, the range not negative",
                assertThrows(IllegalArgumentException.class, () -> new Range(range, offset))
                        .getMessage());
    }
}
