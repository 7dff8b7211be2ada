package io.bitcycle.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void ticksAreRound() {
        assertEquals(
                List.of(0.0, 2.0, 4.0, 6.0, 8.0), Scale.linear(0, 9, 0, 100).ticks(5));
        assertEquals(List.of(-50.0, 0.0, 50.0), Scale.linear(-60, 70, 0, 100).ticks(4));
        assertEquals(
                List.of(1.0, 10.0, 100.0), Scale.logarithmic(0.5, 200, 0, 100).ticks(5));
    }

    @Test
    void pixelsFollowValues() {
        assertEquals(150, Scale.linear(0, 4, 100, 200).pixel(2));
        assertEquals(175, Scale.linear(0, 4, 200, 100).pixel(1));
        assertEquals(50, Scale.logarithmic(1, 100, 0, 100).pixel(10), 1e-9);
        assertEquals(0, Scale.linear(3, 3, 0, 100).pixel(3), "a single value has a place");
    }
}
