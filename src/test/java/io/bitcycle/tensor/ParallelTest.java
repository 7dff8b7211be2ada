package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParallelTest {
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "32767, 1", "32768, 1", "32769, 1", "100000, 3", "7, 100000", "5, 32768"})
    void everyItemIsInOneRange(int items, long workPerItem) {
        int[] visits = new int[items];
        Parallel.SERIAL.forEachRange(items, workPerItem, (from, to) -> {
            for (int i = from; i < to; i++) {
                visits[i]++;
            }
        });
        int[] once = new int[items];
        Arrays.fill(once, 1);
        assertArrayEquals(once, visits);
    }

    /** 2^15 elements of work in a range: 10922 items of 3. */
    @Test
    void rangesHaveTheirStatedWork() {
        List<Integer> lengths = new ArrayList<>();
        Parallel.SERIAL.forEachRange(25_000, 3, (from, to) -> lengths.add(to - from));
        assertEquals(List.of(10_922, 10_922, 3_156), lengths);
    }
}
