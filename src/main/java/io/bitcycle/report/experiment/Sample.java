package io.bitcycle.report.experiment;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * Values of one metric over the seeds.
 *
 * @param values in the order of the seeds
 */
record Sample(double... values) {
    private static final double CONFIDENCE = 0.95;

    int size() {
        return values.length;
    }

    double mean() {
        return isConstant() ? values[0] : new DescriptiveStatistics(values).getMean();
    }

    /** Standard deviation of the population as estimated from the sample, by n - 1; 0 for one value. */
    double deviation() {
        return isConstant() ? 0 : new DescriptiveStatistics(values).getStandardDeviation();
    }

    /** Half the width of the 95 % confidence interval of the mean, Student's t; 0 for values that are all the same. */
    double halfInterval() {
        if (isConstant()) {
            return 0;
        }
        double quantile = new TDistribution(size() - 1).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2);
        return quantile * deviation() / Math.sqrt(size());
    }

    boolean isConstant() {
        for (double value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }
}
