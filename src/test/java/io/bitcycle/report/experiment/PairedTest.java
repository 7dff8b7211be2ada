package io.bitcycle.report.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Expected values are those of SciPy 1.17: ttest_rel, wilcoxon (exact), f.cdf and t.ppf. */
class PairedTest {
    private static final Sample A = new Sample(98.1, 98.4, 97.9, 98.6, 98.2);
    private static final Sample B = new Sample(98.0, 98.5, 97.5, 98.1, 98.0);
    /** Hollander and Wolfe (1973), page 29: the depression scale, first and second visit. */
    private static final Sample FIRST = new Sample(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30);

    private static final Sample SECOND = new Sample(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29);

    @Test
    void meansAndIntervals() {
        assertEquals(98.24, A.mean(), 1e-12);
        assertEquals(0.2701851217221237, A.deviation(), 1e-10);
        assertEquals(0.3354791384926628, A.halfInterval(), 1e-9);
        Sample differences = new Paired(A, B).differences();
        assertEquals(0.22, differences.mean(), 1e-12);
        assertEquals(0.2964432165066612, differences.halfInterval(), 1e-9);
    }

    @Test
    void tests() {
        assertEquals(0.10839243802227175, new Paired(A, B).tTest().orElseThrow(), 1e-9);
        assertEquals(0.30242074999999535, new Paired(A, B).lessVariance().orElseThrow(), 1e-9);
        Paired visits = new Paired(FIRST, SECOND);
        assertEquals(0.016176627434908088, visits.tTest().orElseThrow(), 1e-9);
        assertEquals(0.0390625, visits.wilcoxon().orElseThrow(), 1e-12);
    }

    /** With five seeds the smallest two-sided p of the ranks is 2 / 2^5 = 0.0625; with six, 2 / 2^6 = 0.03125. */
    @Test
    void ranksOfFewSeedsSayNothing() {
        assertTrue(new Paired(A, B).wilcoxon().isEmpty());
        Sample six = new Sample(1.1, 2.3, 3.2, 4.7, 5.1, 6.6);
        Sample zeros = new Sample(new double[6]);
        assertEquals(0.03125, new Paired(six, zeros).wilcoxon().orElseThrow(), 1e-12);
        Sample oneEqual = new Sample(0, 2.3, 3.2, 4.7, 5.1, 6.6);
        assertTrue(new Paired(oneEqual, zeros).wilcoxon().isEmpty(), "a seed without a difference does not count");
    }

    @Test
    void constantsHaveNoSpreadAndNoTest() {
        Sample constant = new Sample(0.1, 0.1, 0.1);
        assertEquals(0.1, constant.mean(), 0);
        assertEquals(0, constant.deviation(), 0);
        assertEquals(0, constant.halfInterval(), 0);
        Paired shifted = new Paired(constant, new Sample(0.3, 0.3, 0.3));
        assertFalse(shifted.tTest().isPresent());
        assertFalse(shifted.lessVariance().isPresent());
        Paired single = new Paired(new Sample(1), new Sample(2));
        assertFalse(single.tTest().isPresent());
        assertEquals(1, DoubleStream.of(single.differences().values()).count());
    }
}
