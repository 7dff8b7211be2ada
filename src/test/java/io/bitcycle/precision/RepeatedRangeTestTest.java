package io.bitcycle.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.precision.RepeatedRangeTest.Seeded;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RepeatedRangeTestTest {
    private static final PrtRule RULE = new PrtRule(PrtMode.ISOLATED, PrtMetric.ACCURACY, 0.01, 3);

    private static Seeded seed(long seed, double gainAtTwo, double gainAtThree, double noise) {
        return new Seeded(
                seed,
                List.of(
                        new PrtWindow(2, 0.1, 0.1 + gainAtTwo, noise),
                        new PrtWindow(3, 0.1, 0.1 + gainAtThree, noise)));
    }

    /**
     * By hand: gains at 2 bits 2, 4 and 6 points, mean 4, deviation 2, standard error 2 / sqrt(3) = 1.155: 4 - 3.46 is not
     * above 1. At 3 bits 20, 22 and 24: 22 - 3.46 is.
     */
    @Test
    void theMeanMustExceedItsOwnNoise() {
        RepeatedRangeTest repeated = new RepeatedRangeTest(
                RULE, List.of(seed(1, 0.02, 0.2, 0), seed(2, 0.04, 0.22, 0), seed(3, 0.06, 0.24, 0)));
        PrecisionRangeTest together = repeated.together();
        assertEquals(0.04, together.rows().get(0).gain(), 1e-12);
        assertEquals(0.02, repeated.deviation(0), 1e-12);
        assertEquals(0.02 / Math.sqrt(3), together.rows().get(0).noise(), 1e-12);
        assertEquals(OptionalInt.of(3), together.lowerBound());
        assertEquals(OptionalInt.of(2), repeated.of(repeated.bySeed().get(0)).lowerBound(), "alone, without noise");
    }

    /** Two seeds that agree by chance: the windows' own noise, 3 points over two seeds 3 / sqrt(2), still holds. */
    @Test
    void chanceAgreementDoesNotHideTheWindowsNoise() {
        RepeatedRangeTest repeated =
                new RepeatedRangeTest(RULE, List.of(seed(1, 0.05, 0.05, 0.03), seed(2, 0.05, 0.05, 0.03)));
        assertEquals(0, repeated.deviation(0), 1e-12);
        assertEquals(0.03 / Math.sqrt(2), repeated.together().rows().get(0).noise(), 1e-12);
        assertEquals(OptionalInt.empty(), repeated.together().lowerBound());
    }

    @Test
    void oneSeedIsItself() {
        Seeded only = seed(7, 0.3, 0.4, 0.02);
        RepeatedRangeTest repeated = new RepeatedRangeTest(RULE, List.of(only));
        assertEquals(repeated.of(only), repeated.together());
        assertEquals(0, repeated.deviation(1));
    }

    @Test
    void refusesWhatDoesNotCompare() {
        assertThrows(IllegalArgumentException.class, () -> new RepeatedRangeTest(RULE, List.of()));
        Seeded other = new Seeded(2, List.of(new PrtWindow(4, 0, 1)));
        assertThrows(
                IllegalArgumentException.class, () -> new RepeatedRangeTest(RULE, List.of(seed(1, 0, 0, 0), other)));
    }
}
