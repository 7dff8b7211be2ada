package io.bitcycle.report.experiment;

import io.bitcycle.report.Figures;

/** How differences between schedules are written. */
final class Differences {
    private static final double LEAST_P = 0.0001;
    private static final int DIGITS = 2;

    private Differences() {}

    /** The mean difference with its 95 % confidence interval: shares in points, costs in percent of the baseline. */
    static String text(Metric metric, Paired pair) {
        Sample differences = pair.differences();
        double mean = differences.mean();
        double half = differences.halfInterval();
        String interval = half == 0
                ? ""
                : " (95 % CI " + signed(metric, mean - half, pair) + " to " + signed(metric, mean + half, pair) + ")";
        return signed(metric, mean, pair) + unit(metric) + interval;
    }

    private static String signed(Metric metric, double difference, Paired pair) {
        double shown = metric.isCost()
                ? 100 * difference / pair.baseline().mean()
                : isShare(metric) ? 100 * difference : difference;
        String text = metric.isCost() || isShare(metric)
                ? Figures.fixed(shown, DIGITS)
                : shown == 0 ? "0" : Figures.significant(shown, 3);
        boolean zero = text.matches("-?0(\\.0*)?");
        return zero ? text.replace("-", "") : text.startsWith("-") ? text : "+" + text;
    }

    /** A standard deviation. */
    static String spread(Metric metric, double deviation) {
        return isShare(metric)
                ? Figures.fixed(100 * deviation, DIGITS) + " points"
                : deviation == 0 ? "0" : Figures.significant(deviation, 3);
    }

    static String p(double p) {
        return p < LEAST_P ? "< 0.0001" : Figures.fixed(p, 4);
    }

    private static boolean isShare(Metric metric) {
        return metric.moreIsBetter();
    }

    private static String unit(Metric metric) {
        return metric.isCost() ? " %" : isShare(metric) ? " points" : "";
    }
}
