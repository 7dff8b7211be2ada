package io.bitcycle.precision;

/**
 * What was measured at one precision.
 *
 * @param bits forward width
 * @param start metric averaged over the first window of iterations at this width
 * @param end metric averaged over the last window
 */
public record PrtWindow(int bits, double start, double end) {
    public PrtWindow {
        if (!Double.isFinite(start) || !Double.isFinite(end)) {
            throw new IllegalArgumentException(
                    "the metric at " + bits + " bits went from " + start + " to " + end + ": it must be finite");
        }
    }
}
