package io.bitcycle.precision;

/**
 * What was measured at one precision.
 *
 * @param bits forward width
 * @param start metric averaged over the first window of iterations at this width
 * @param end metric averaged over the last window
 * @param noise standard error of end - start, from how few samples the windows hold; 0 where it is not known
 */
public record PrtWindow(int bits, double start, double end, double noise) {
    public PrtWindow {
        if (!Double.isFinite(start) || !Double.isFinite(end)) {
            throw new IllegalArgumentException(
                    "the metric at " + bits + " bits went from " + start + " to " + end + ": it must be finite");
        }
        if (!(noise >= 0)) {
            throw new IllegalArgumentException(
                    "the noise at " + bits + " bits is " + noise + ", allowed are 0 and more");
        }
    }

    /** Without noise. */
    public PrtWindow(int bits, double start, double end) {
        this(bits, start, end, 0);
    }
}
