package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicesTest {
    /** Rows: elements, groups, slices, calls of the task runner (by hand). */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 0",
        "0, 5, 0, 0",
        "1, 1, 1, 1",
        "32768, 1, 1, 1",
        "32769, 1, 2, 2",
        "98307, 3, 6, 6",
        "98304, 3, 3, 3",
        "90, 9, 9, 1",
        "100000, 5000, 5000, 4",
        "40000, 40000, 40000, 2",
    })
    void coversEachElementOnceAndNoSliceLeavesItsGroup(int size, int groups, int count, int calls) {
        Slices slices = new Slices(size, groups);
        assertEquals(count, slices.count());
        int[] next = {0, 0};
        int[] called = {0};
        slices.forEach(
                (tasks, task) -> {
                    called[0] = tasks;
                    Parallel.SERIAL.forEach(tasks, task);
                },
                (slice, group, from, to) -> {
                    assertEquals(next[0]++, slice);
                    assertEquals(next[1], from);
                    assertTrue(to > from && to - from <= Slices.LENGTH);
                    assertEquals(group, from / (size / groups));
                    assertEquals(group, (to - 1) / (size / groups));
                    assertEquals(group, slice / slices.perGroup());
                    next[1] = to;
                });
        assertEquals(count, next[0]);
        assertEquals(size, next[1]);
        assertEquals(calls, called[0]);
    }
}
