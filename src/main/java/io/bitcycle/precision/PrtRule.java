package io.bitcycle.precision;

/**
 * How windows are judged.
 *
 * @param mode how the precisions were visited
 * @param metric what was measured
 * @param threshold gain that must be exceeded, in the metric's unit (accuracy: 0.01 is one percentage point)
 * @param noiseFactor standard errors of noise that it must be exceeded by; 0 looks at the gain alone, as the paper does
 */
public record PrtRule(PrtMode mode, PrtMetric metric, double threshold, double noiseFactor) {
    /** Keeps a gain that equals the threshold on paper (0.36 - 0.35 against 0.01) from exceeding it by its rounding error. */
    private static final double ROUNDING = 1e-12;

    public PrtRule {
        if (!(threshold >= 0)) {
            throw new IllegalArgumentException("the threshold is " + threshold + ", allowed are 0 and more");
        }
        if (!(noiseFactor >= 0)) {
            throw new IllegalArgumentException("the noise factor is " + noiseFactor + ", allowed are 0 and more");
        }
    }

    /** Whether a gain with that standard error counts. */
    boolean exceeds(double gain, double noise) {
        return gain - noiseFactor * noise - threshold > ROUNDING;
    }
}
