package io.bitcycle.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleSumsTest {
    /**
     * Savings of a run of 64,000 iterations in 32 cycles, backward bits fixed at the maximum. The paper reports them for its
     * CIFAR-100 models; the digits here come from CPT's formula evaluated in NumPy.
     */
    @ParameterizedTest
    @CsvSource({"3, 8, 0.36672916666666666, 5.499", "3, 6, 0.30046296296296293, 4.499", "4, 8, 0.301078125, 5.999"})
    void savingsOfThePaper(int min, int max, double saved, double meanBits) {
        PrecisionSchedule schedule = PrecisionSchedules.named("cpt")
                .orElseThrow()
                .create(new ScheduleParameters(min, max, max, max, 32, 64_000));
        ScheduleSums sums = ScheduleSums.of(schedule, 64_000);
        assertEquals(saved, 1 - sums.relativeBitOps(schedule.evaluation()), 1e-12);
        assertEquals(meanBits, sums.meanForwardBits(), 1e-12);
        assertEquals(max, sums.meanBackwardBits());
    }

    /** By hand: iterations at 2/4 and 3/4 do 4 + 16 and 9 + 24 bit products; at 4/4 both would do 48. */
    @Test
    void sumsByHand() {
        PrecisionSchedule schedule = new PrecisionSchedule() {
            @Override
            public Precision at(long iteration) {
                return new Precision(2 + (int) iteration, 4);
            }

            @Override
            public Precision evaluation() {
                return new Precision(4, 4);
            }
        };
        ScheduleSums sums = ScheduleSums.of(schedule, 2);
        assertEquals(new ScheduleSums(2, 5, 5, 8, 53), sums);
        assertEquals(53.0 / 96, sums.relativeBitOps(schedule.evaluation()));
        assertEquals(2.5, sums.meanForwardBits());
        assertEquals(4.0, sums.meanBackwardBits());
    }

    @Test
    void refusesAnEmptyRun() {
        PrecisionSchedule schedule = new StaticSchedule(new ScheduleParameters(8, 8, 8, 8, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> ScheduleSums.of(schedule, 0));
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "17, 8", "8, 0", "8, 17"})
    void refusesWidthsNoCodeHas(int forwardBits, int backwardBits) {
        assertThrows(IllegalArgumentException.class, () -> new Precision(forwardBits, backwardBits));
    }
}
