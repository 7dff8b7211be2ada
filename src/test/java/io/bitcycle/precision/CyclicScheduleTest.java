package io.bitcycle.precision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CyclicScheduleTest {
    private static final int[] SIXTEEN = {3, 3, 4, 5, 6, 6, 7, 8, 3, 3, 4, 5, 6, 6, 7, 8};

    private static PrecisionSchedule cpt(int min, int max, int cycles, long iterations) {
        return PrecisionSchedules.named("cpt")
                .orElseThrow()
                .create(new ScheduleParameters(min, max, 8, 8, cycles, iterations));
    }

    private static int[] forwardBits(PrecisionSchedule schedule, long iterations) {
        return LongStream.range(0, iterations)
                .mapToInt(t -> schedule.at(t).forwardBits())
                .toArray();
    }

    /** Bits of the 16 iterations of the project's reference run, which CPT's own code trained (cpt-training/bits.npy). */
    @Test
    void equalsThePapersCode() {
        assertArrayEquals(SIXTEEN, forwardBits(cpt(3, 8, 2, 16), 16));
    }

    /**
     * By hand, T = 10/3: the phases are 0, .3, .6, .9, .2, .5, .8, .1, .4, .7. A period truncated to 3 would give phase 0 at
     * t = 3.
     */
    @Test
    void periodIsARealNumber() {
        int[] byHand = {3, 4, 6, 8, 3, 6, 8, 3, 5, 7};
        assertArrayEquals(byHand, forwardBits(cpt(3, 8, 3, 10), 10));
    }

    /** Every cycle starts at the minimum exactly when its first iteration is due, also where T has no finite binary form. */
    @ParameterizedTest
    @CsvSource({"64000, 32", "64000, 3", "29999, 7", "120000, 30000", "4294967295, 3"})
    void cyclesStartOnTime(long iterations, int cycles) {
        PrecisionSchedule schedule = cpt(3, 8, cycles, iterations);
        for (long cycle = 1; cycle < Math.min(cycles, 100); cycle++) {
            long start = (cycle * iterations + cycles - 1) / cycles;
            assertEquals(3, schedule.at(start).forwardBits(), "first iteration of cycle " + cycle);
            if (iterations / cycles > 1000) {
                assertEquals(8, schedule.at(start - 1).forwardBits(), "last iteration before cycle " + cycle);
            }
        }
        assertEquals(3, schedule.at(iterations).forwardBits(), "the schedule goes on after the run");
    }

    /** cos is 1/2, 0, -1/2 at a third, a half, two thirds of a cycle: the exact sum is min + (max - min) quarters / 4. */
    @ParameterizedTest
    @CsvSource({"3, 8", "3, 6", "4, 8", "4, 6", "5, 8", "2, 6", "2, 5", "3, 5", "6, 8"})
    void exactTiesGoToEven(int min, int max) {
        PrecisionSchedule schedule = cpt(min, max, 1, 6);
        for (int quarters = 1; quarters <= 3; quarters++) {
            int expected = new BigDecimal(4 * min + (max - min) * quarters)
                    .divide(new BigDecimal(4))
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .intValueExact();
            assertEquals(expected, schedule.at(quarters + 1).forwardBits(), (quarters + 1) + "/6 of the cycle");
        }
    }

    @Test
    void errorsKeepTheirWidthUnlessGivenARange() {
        assertEquals(new Precision(5, 8), cpt(3, 8, 2, 16).at(3));
        PrecisionSchedule both =
                PrecisionSchedules.named("cpt").orElseThrow().create(new ScheduleParameters(3, 8, 3, 8, 2, 16));
        for (int t = 0; t < 16; t++) {
            assertEquals(new Precision(SIXTEEN[t], SIXTEEN[t]), both.at(t));
        }
        assertEquals(new Precision(8, 8), both.evaluation());
    }

    @Test
    void equalBoundsAreTheStaticBaseline() {
        PrecisionSchedule flat = cpt(8, 8, 4, 100);
        PrecisionSchedule baseline =
                PrecisionSchedules.named("static").orElseThrow().create(new ScheduleParameters(3, 8, 3, 8, 4, 100));
        for (int t = 0; t < 100; t++) {
            assertEquals(new Precision(8, 8), flat.at(t));
            assertEquals(new Precision(8, 8), baseline.at(t));
        }
        assertEquals(new Precision(8, 8), baseline.evaluation());
    }

    /**
     * The ten schedules of Wolfe and Kyrillidis at 16 iterations in two cycles, 3:8. Expected: the formulas of the authors'
     * code (cpt_cifar/quant_scheds.py) evaluated by hand at the phases 0, 1/8, …, 7/8; e.g. eth falls through 7.91 7.85 7.75
     * 7.59 7.32 6.88 6.16 4.97, and er rises through 3.00 4.97 6.16 6.88 7.32 7.59 7.75 7.85.
     */
    @ParameterizedTest
    @CsvSource({
        "cr,  3345 6678 3345 6678",
        "ct,  8876 6543 3345 6678",
        "lr,  3445 6677 3445 6677",
        "lt,  8776 6544 3445 6677",
        "er,  3567 7888 3567 7888",
        "etv, 8654 4333 3567 7888",
        "eth, 8888 7765 3567 7888",
        "rr,  3333 3445 3333 3445",
        "rtv, 8888 8776 3333 3445",
        "rth, 8544 3333 3333 3445"
    })
    void profilesOfWolfeAndKyrillidis(String name, String bits) {
        assertEquals(bits.replace(" ", ""), digits(name, new ScheduleParameters(3, 8, 8, 8, 2, 16)));
    }

    /**
     * One cycle, 3:8. Triangle over eight: 3, 4.25, 5.5, 6.75, 8, 6.75, 5.5, 4.25, the halves to even. Geometric over eight:
     * 3 (8/3)^z = 3, 3.39, 3.83, 4.33, 4.90, 5.54, 6.26, 7.08. Stairs over twelve: two iterations for each of six widths.
     */
    @ParameterizedTest
    @CsvSource({
        "cosine,      3345 6678",
        "linear,      3445 6677",
        "triangular,  3467 8764",
        "exponential, 3344 5667",
        "step,        3344 5566 7788",
        "static,      8888 8888"
    })
    void plainProfiles(String name, String bits) {
        String expected = bits.replace(" ", "");
        assertEquals(expected, digits(name, new ScheduleParameters(3, 8, 8, 8, 1, expected.length())));
    }

    /** 3:8 and 2:4 of the same cycle: half way are 5.5, to even 6, and 3; weights alone stay at 8. */
    @Test
    void kindsOfTensorsHaveTheirOwnWidths() {
        PrecisionSchedule schedule = PrecisionSchedules.named("linear")
                .orElseThrow()
                .create(new ScheduleParameters(new BitSpan(8, 8), new BitSpan(3, 8), new BitSpan(2, 4), 1, 8, 400));
        assertEquals(new Precision(8, 6, 3), schedule.at(4));
        assertEquals("w8a6/3", schedule.at(4).toString());
        assertEquals(8 * 6 + 3 * 8 + 6 * 3, schedule.at(4).bitProducts());
        assertEquals(new Precision(8, 8, 4), schedule.evaluation());
    }

    @Test
    void everyKindIsSane() {
        for (PrecisionSchedules.Kind kind : PrecisionSchedules.ALL) {
            if (kind.followsLoss() || !kind.required().isEmpty()) {
                continue;
            }
            PrecisionSchedule schedule = kind.create(new ScheduleParameters(3, 8, 6, 8, 7, 1000));
            boolean reachesMaximum = false;
            for (int t = 0; t < 3000; t++) {
                Precision precision = schedule.at(t);
                String where = kind.name() + " at " + t + ": " + precision;
                assertTrue(precision.forwardBits() >= 3 && precision.forwardBits() <= 8, where);
                assertTrue(precision.backwardBits() >= 6 && precision.backwardBits() <= 8, where);
                reachesMaximum |= precision.equals(schedule.evaluation());
            }
            assertTrue(reachesMaximum, kind.name());
        }
    }

    private static String digits(String name, ScheduleParameters parameters) {
        PrecisionSchedule schedule =
                PrecisionSchedules.named(name).orElseThrow().create(parameters);
        return LongStream.range(0, parameters.iterations())
                .mapToObj(t -> Integer.toString(schedule.at(t).forwardBits()))
                .collect(Collectors.joining());
    }

    @Test
    void refusesNegativeIterations() {
        assertThrows(IndexOutOfBoundsException.class, () -> cpt(3, 8, 2, 16).at(-1));
    }

    @Test
    void onlyWhatHasCyclesNeedsAnIterationForEach() {
        ScheduleParameters run = new ScheduleParameters(3, 8, 8, 8, 5, 4);
        for (PrecisionSchedules.Kind kind : PrecisionSchedules.ALL) {
            if (List.of("static", "pfq").contains(kind.name())) {
                assertEquals(8, kind.create(run).evaluation().forwardBits(), kind.name());
            } else if (!kind.name().equals("csv")) {
                assertEquals(
                        "cycles are 5, allowed are 1 to 4 (one per iteration)",
                        assertThrows(TooManyCyclesException.class, () -> kind.create(run), kind.name())
                                .getMessage());
            }
        }
    }

    @Test
    void parametersNameEverythingWrong() {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> new ScheduleParameters(9, 8, 1, 17, 0, 4));
        assertEquals(
                "bits are 9:8, allowed is MIN:MAX with 1 <= MIN <= MAX <= 16; "
                        + "grad-bits are 1:17, allowed is MIN:MAX with 1 <= MIN <= MAX <= 16; "
                        + "cycles are 0, allowed are 1 and more",
                thrown.getMessage());
    }
}
