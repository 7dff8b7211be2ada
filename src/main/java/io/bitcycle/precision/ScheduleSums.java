package io.bitcycle.precision;

/**
 * Exact sums of a schedule over the iterations of a run, from which its means and its BitOPs follow.
 *
 * @param iterations iterations summed over, at least 1
 * @param weightBits sum of the widths of weights
 * @param activationBits sum of the widths of activations
 * @param backwardBits sum of the widths of errors
 * @param bitProducts sum of {@link Precision#bitProducts()}
 */
public record ScheduleSums(long iterations, long weightBits, long activationBits, long backwardBits, long bitProducts) {
    /**
     * Sums the first {@code iterations} iterations.
     *
     * @throws IllegalArgumentException for less than one iteration
     */
    public static ScheduleSums of(PrecisionSchedule schedule, long iterations) {
        if (iterations < 1) {
            throw new IllegalArgumentException("iterations are " + iterations + ", allowed are 1 and more");
        }
        long weightBits = 0;
        long activationBits = 0;
        long backwardBits = 0;
        long bitProducts = 0;
        for (long iteration = 0; iteration < iterations; iteration++) {
            Precision precision = schedule.at(iteration);
            weightBits += precision.weightBits();
            activationBits += precision.activationBits();
            backwardBits += precision.backwardBits();
            bitProducts += precision.bitProducts();
        }
        return new ScheduleSums(iterations, weightBits, activationBits, backwardBits, bitProducts);
    }

    /** Mean over weights and activations. */
    public double meanForwardBits() {
        return (double) (weightBits + activationBits) / (2 * iterations);
    }

    public double meanBackwardBits() {
        return (double) backwardBits / iterations;
    }

    /** BitOPs relative to as many iterations at {@code baseline}: 1 is as many, 0.63 saves 37 %. */
    public double relativeBitOps(Precision baseline) {
        return (double) bitProducts / Math.multiplyExact(iterations, baseline.bitProducts());
    }
}
