package io.bitcycle.precision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CosineScheduleTest {
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
        PrecisionSchedule both = new CosineSchedule(new ScheduleParameters(3, 8, 3, 8, 2, 16));
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

    @Test
    void refusesNegativeIterations() {
        assertThrows(IndexOutOfBoundsException.class, () -> cpt(3, 8, 2, 16).at(-1));
    }

    @Test
    void parametersNameEverythingWrong() {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> new ScheduleParameters(9, 8, 1, 17, 5, 4));
        assertEquals(
                "bits are 9:8, allowed is MIN:MAX with 1 <= MIN <= MAX <= 16; "
                        + "grad-bits are 1:17, allowed is MIN:MAX with 1 <= MIN <= MAX <= 16; "
                        + "cycles are 5, allowed are 1 to 4 (one per iteration)",
                thrown.getMessage());
    }
}
