package io.bitcycle.precision;

/**
 * Exact sums of a schedule over the iterations of a run, from which its means and its BitOPs follow.
 *
 * @param iterations iterations summed over, at least 1
 * @param forwardBits sum of the forward widths
 * @param backwardBits sum of the backward widths
 * @param bitProducts sum of {@link Precision#bitProducts()}
 */
public record ScheduleSums(long iterations, long forwardBits, long backwardBits, long bitProducts) {
    /**
     * Sums the first {@code iterations} iterations.
     *
     * @throws IllegalArgumentException for less than one iteration
     */
    public static ScheduleSums of(PrecisionSchedule schedule, long iterations) {
        if (iterations < 1) {
            throw new IllegalArgumentException("iterations are " + iterations + ", allowed are 1 and more");
        }
        long forwardBits = 0;
        long backwardBits = 0;
        long bitProducts = 0;
        for (long iteration = 0; iteration < iterations; iteration++) {
            Precision precision = schedule.at(iteration);
            forwardBits += precision.forwardBits();
            backwardBits += precision.backwardBits();
            bitProducts += precision.bitProducts();
        }
        return new ScheduleSums(iterations, forwardBits, backwardBits, bitProducts);
    }

    public double meanForwardBits() {
        return (double) forwardBits / iterations;
    }

    public double meanBackwardBits() {
        return (double) backwardBits / iterations;
    }

    /** BitOPs relative to as many iterations at {@code baseline}: 1 is as many, 0.63 saves 37 %. */
    public double relativeBitOps(Precision baseline) {
        return (double) bitProducts / Math.multiplyExact(iterations, baseline.bitProducts());
    }
}
