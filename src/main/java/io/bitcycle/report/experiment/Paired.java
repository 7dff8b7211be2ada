package io.bitcycle.report.experiment;

import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.stat.inference.TTest;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;

/**
 * Values of two schedules, paired by their seeds: the same initial weights and batches.
 *
 * @param values of the schedule that is looked at
 * @param baseline of the one it is compared to
 */
record Paired(Sample values, Sample baseline) {
    /** With fewer differences even the most extreme ranks have a two-sided p above 0.05. */
    static final int LEAST_RANKS = 6;

    private static final int MOST_EXACT = 15;

    Paired {
        if (values.size() != baseline.size()) {
            throw new IllegalArgumentException(values.size() + " values, but " + baseline.size());
        }
    }

    Sample differences() {
        return new Sample(IntStream.range(0, values.size())
                .mapToDouble(i -> values.values()[i] - baseline.values()[i])
                .toArray());
    }

    /** Two-sided p of the paired t-test; empty where it means nothing: one seed, or differences that are all the same. */
    OptionalDouble tTest() {
        Sample differences = differences();
        return differences.isConstant()
                ? OptionalDouble.empty()
                : OptionalDouble.of(new TTest().tTest(0, differences.values()));
    }

    /** Two-sided p of Wilcoxon's signed-rank test; seeds without a difference do not count, and fewer than six say nothing. */
    OptionalDouble wilcoxon() {
        double[] unequal = IntStream.range(0, differences().size())
                .mapToDouble(i -> differences().values()[i])
                .filter(difference -> difference != 0)
                .toArray();
        if (unequal.length < LEAST_RANKS) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(new WilcoxonSignedRankTest()
                .wilcoxonSignedRankTest(unequal, new double[unequal.length], unequal.length <= MOST_EXACT));
    }

    /** One-sided p of the F-test that the values vary less than the baseline; empty where one of them does not vary. */
    OptionalDouble lessVariance() {
        double variance = values.deviation() * values.deviation();
        double other = baseline.deviation() * baseline.deviation();
        if (variance == 0 || other == 0) {
            return OptionalDouble.empty();
        }
        int freedom = values.size() - 1;
        return OptionalDouble.of(new FDistribution(freedom, freedom).cumulativeProbability(variance / other));
    }
}
