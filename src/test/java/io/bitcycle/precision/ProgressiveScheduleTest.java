package io.bitcycle.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressiveScheduleTest {
    private static final String PAPER = "pfq:stages=3-4-6-8:grad-stages=6-6-8-8:threshold=0.05:decay=0.3";

    private static PrecisionSchedule pfq(String spec, long epoch) {
        return ScheduleSpec.parse(spec).create(new ScheduleParameters(3, 8, 8, 8, 1, 1000).withEpoch(epoch));
    }

    private static List<String> run(PrecisionSchedule schedule, double... losses) {
        List<String> bits = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            bits.add(schedule.at(i).toString());
            schedule.observe(i, losses[i]);
        }
        return bits;
    }

    private static List<String> times(int... counts) {
        List<String> stages = List.of("3/6", "4/6", "6/8", "8/8");
        List<String> all = new ArrayList<>();
        for (int stage = 0; stage < counts.length; stage++) {
            for (int i = 0; i < counts[stage]; i++) {
                all.add(stages.get(stage));
            }
        }
        return all;
    }

    /**
     * By hand, an epoch per iteration. After five epochs 2, 1, 1, 1, 1: unit 6/5, |2 - 1| / 1.2 = 0.83 is not flat; after the
     * sixth it is, and the threshold falls to 0.015. Epochs 7 to 11 are 1.02, 1, 1, 1, 1: unit 11.02 / 10, 0.02 / 1.102 =
     * 0.018 is above it (and was below 0.05), so the turn comes after 12; the last one after five more.
     */
    @Test
    void turnsWhenTheLossIsFlat() {
        double[] losses = {2, 1, 1, 1, 1, 1, 1.02, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        assertEquals(times(6, 6, 5, 3), run(pfq(PAPER, 1), losses));
    }

    /** The unit is the mean of the first ten epochs: with losses of 10 before, the same wiggle counts for less. */
    @Test
    void theUnitIsTheEarlyLoss() {
        double[] losses = {10, 1.2, 1, 1, 1, 1, 1};
        // unit after six epochs 15.2 / 6 = 2.53: 0.2 / 2.53 = 0.079 is above 0.05, and below a threshold of 0.08
        assertEquals(times(7), run(pfq(PAPER, 1), losses));
        assertEquals(times(6, 1), run(pfq(PAPER.replace("0.05", "0.08"), 1), losses));
    }

    /** Epochs of two: means of pairs are 1 throughout, though single losses swing. */
    @Test
    void lossesAreAveragedOverAnEpoch() {
        double[] losses = {0, 2, 2, 0, 1, 1, 0, 2, 2, 0, 5, 5};
        assertEquals(times(10, 2), run(pfq(PAPER, 2), losses));
    }

    /** 3:8 in four equal steps, rounded down, are the paper's 3, 4, 6, 8. */
    @Test
    void stagesFollowTheBits() {
        PrecisionSchedule schedule = pfq("pfq:threshold=10", 1);
        double[] losses = new double[17];
        List<String> bits = run(schedule, losses);
        assertEquals(
                List.of("3/8", "4/8", "6/8", "8/8"), List.of(bits.get(0), bits.get(5), bits.get(10), bits.get(15)));
        assertEquals(new Precision(8, 8), schedule.evaluation());
    }

    /** Nothing can be said of an epoch before the losses of the one before are known: shape fidelity has none. */
    @Test
    void needsLosses() {
        PrecisionSchedule schedule = pfq(PAPER, 4);
        assertEquals("3/6", schedule.at(3).toString());
        LossNeededException thrown = assertThrows(LossNeededException.class, () -> schedule.at(4));
        assertTrue(thrown.getMessage().contains("follows the training loss"), thrown.getMessage());
        assertThrows(LossNeededException.class, () -> ScheduleSums.of(pfq(PAPER, 4), 100));
        assertThrows(IllegalArgumentException.class, () -> schedule.observe(1, 0.5), "out of order");
    }
}
