package io.bitcycle.precision;

import java.util.Locale;

/** What the precision range test watches, averaged over a window of training iterations. */
public enum PrtMetric {
    /** Training accuracy as a fraction: higher is better. */
    ACCURACY,
    /** Training loss (language models): lower is better. */
    LOSS;

    /** The improvement from one value to another: positive is better, in the metric's own unit. */
    public double gain(double from, double to) {
        return this == ACCURACY ? to - from : from - to;
    }

    /** As users write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
