package io.bitcycle.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PrecisionRangeTestTest {
    /** Windows at 2, 3, … bits from start, end, start, end, …. */
    private static List<PrtWindow> windows(double... startsAndEnds) {
        List<PrtWindow> windows = new ArrayList<>();
        for (int i = 0; i < startsAndEnds.length; i += 2) {
            windows.add(new PrtWindow(2 + i / 2, startsAndEnds[i], startsAndEnds[i + 1]));
        }
        return windows;
    }

    private static PrecisionRangeTest isolated(double... startsAndEnds) {
        return PrecisionRangeTest.judge(
                new PrtRule(PrtMode.ISOLATED, PrtMetric.ACCURACY, 0.01, 0), windows(startsAndEnds));
    }

    private static List<Boolean> passed(PrecisionRangeTest test) {
        return test.rows().stream().map(PrtRow::passed).toList();
    }

    @Test
    void boundIsTheLowestPrecisionThatLearns() {
        PrecisionRangeTest test = isolated(0.125, 0.125, 0.125, 0.5, 0.125, 0.75, 0.125, 0.75);
        assertEquals(List.of(false, true, true, true), passed(test));
        assertEquals(new PrtRow(3, 0.125, 0.5, 0.375, 0, true), test.rows().get(1));
        assertEquals(OptionalInt.of(3), test.lowerBound());
        assertEquals(OptionalInt.of(4), test.upperBound());
    }

    @Test
    void saturatesAtOnce() {
        PrecisionRangeTest test = isolated(0.125, 0.875, 0.125, 0.875, 0.125, 0.875);
        assertEquals(OptionalInt.of(2), test.lowerBound());
        assertEquals(OptionalInt.of(2), test.upperBound());
    }

    @Test
    void neverLearns() {
        PrecisionRangeTest test = isolated(0.1, 0.1, 0.1, 0.09, 0.1, 0.105);
        assertEquals(List.of(false, false, false), passed(test));
        assertEquals(OptionalInt.empty(), test.lowerBound());
        assertEquals(OptionalInt.empty(), test.upperBound());
    }

    /** 0.36 - 0.35 is above 0.01 in binary64 and exactly the threshold on paper: it does not exceed it. */
    @Test
    void noiseAroundTheThreshold() {
        PrecisionRangeTest test = isolated(0.35, 0.36, 0.35, 0.3601, 0.35, 0.3599, 0.35, 0.3602);
        assertEquals(List.of(false, true, false, true), passed(test));
        assertEquals(OptionalInt.of(3), test.lowerBound());
        assertEquals(OptionalInt.of(3), test.upperBound());
    }

    @Test
    void stillRisingAtTheTopHasNoUpperBound() {
        PrecisionRangeTest test = isolated(0, 0.2, 0, 0.4, 0, 0.6);
        assertEquals(OptionalInt.of(2), test.lowerBound());
        assertEquals(OptionalInt.empty(), test.upperBound());
    }

    /** In one run, what counts is the rise over the precision before, not over the precision's own first window. */
    @Test
    void continuedRunComparesWithThePrecisionBefore() {
        List<PrtWindow> measured = windows(0.125, 0.125, 0.25, 0.25, 0.5, 0.625, 0.625, 0.6328125);
        PrecisionRangeTest test =
                PrecisionRangeTest.judge(new PrtRule(PrtMode.CONTINUE, PrtMetric.ACCURACY, 0.01, 0), measured);
        assertEquals(
                List.of(
                        new PrtRow(2, 0.125, 0.125, 0, 0, false),
                        new PrtRow(3, 0.125, 0.25, 0.125, 0, true),
                        new PrtRow(4, 0.25, 0.625, 0.375, 0, true),
                        new PrtRow(5, 0.625, 0.6328125, 0.0078125, 0, false)),
                test.rows());
        assertEquals(OptionalInt.of(3), test.lowerBound());
        assertEquals(OptionalInt.of(4), test.upperBound());
        PrecisionRangeTest isolated =
                PrecisionRangeTest.judge(new PrtRule(PrtMode.ISOLATED, PrtMetric.ACCURACY, 0.01, 0), measured);
        assertEquals(OptionalInt.of(4), isolated.lowerBound());
    }

    @Test
    void lossGainsByFalling() {
        PrecisionRangeTest test = PrecisionRangeTest.judge(
                new PrtRule(PrtMode.ISOLATED, PrtMetric.LOSS, 0.25, 0), windows(5, 5.5, 5, 4.5, 5, 4.5));
        assertEquals(
                List.of(-0.5, 0.5, 0.5), test.rows().stream().map(PrtRow::gain).toList());
        assertEquals(OptionalInt.of(3), test.lowerBound());
        assertEquals(OptionalInt.of(3), test.upperBound());
    }

    /** A gain of 5 points with a standard error of 1.5: 5 - 3 x 1.5 = 0.5 is not above 1, 5 - 2 x 1.5 = 2 is. */
    @Test
    void noiseMustBeExceededToo() {
        List<PrtWindow> windows = List.of(new PrtWindow(2, 0.1, 0.15, 0.015), new PrtWindow(3, 0.1, 0.2, 0.015));
        PrtRule strict = new PrtRule(PrtMode.ISOLATED, PrtMetric.ACCURACY, 0.01, 3);
        assertEquals(
                OptionalInt.of(3), PrecisionRangeTest.judge(strict, windows).lowerBound());
        PrtRule lenient = new PrtRule(PrtMode.ISOLATED, PrtMetric.ACCURACY, 0.01, 2);
        PrecisionRangeTest test = PrecisionRangeTest.judge(lenient, windows);
        assertEquals(OptionalInt.of(2), test.lowerBound());
        // 3 bits are 5 points ahead of 2 with a standard error of 1.5 sqrt(2) = 2.12: 5 - 4.24 is not above 1
        assertEquals(OptionalInt.of(2), test.upperBound());
    }

    @Test
    void whatIsLearntAtOnceIsNotCalledUnlearnable() {
        assertTrue(isolated(0.99, 0.995, 0.99, 0.992).learntAtOnce());
        assertFalse(isolated(0.1, 0.1, 0.1, 0.1).learntAtOnce());
        assertFalse(isolated(0.99, 0.995, 0.5, 0.992).learntAtOnce(), "a bound was found");
    }

    @Test
    void refusesWhatItCannotJudge() {
        List<PrtWindow> descending = List.of(new PrtWindow(4, 0, 1), new PrtWindow(3, 0, 1));
        for (List<PrtWindow> bad : List.of(descending, List.<PrtWindow>of())) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> PrecisionRangeTest.judge(new PrtRule(PrtMode.ISOLATED, PrtMetric.ACCURACY, 0.01, 0), bad));
        }
        assertThrows(
                IllegalArgumentException.class, () -> new PrtRule(PrtMode.ISOLATED, PrtMetric.ACCURACY, Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> new PrtWindow(3, 1, Double.NaN));
    }
}
