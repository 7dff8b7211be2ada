package io.bitcycle.precision;

import java.util.Objects;

/**
 * Cyclic precision training (Fu et al., "CPT: Efficient Deep Neural Network Training via Cyclic Precision", ICLR 2021):
 * in every cycle the bits rise along half a cosine from the minimum to the maximum and then fall back at once,
 * b(t) = rint(min + 0.5 (max - min) (1 - cos(pi (t mod T) / T))), T = iterations / cycles.
 *
 * <p>T is a real number, where the paper's code truncates it: the last cycle then ends with the run. The formula is
 * evaluated in binary64. Where it lies exactly between two widths the even one is meant, but the rounding of the cosine can
 * decide: it does not for 3:8, 3:6 and 4:8, the ranges of the paper, and there the bits equal those of the paper's code,
 * which writes 1 + cos(x + pi); for a few others (3:9, 2:5) a tie in the middle of a cycle falls one bit apart.
 */
final class CosineSchedule implements PrecisionSchedule {
    private final ScheduleParameters parameters;

    CosineSchedule(ScheduleParameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public Precision at(long iteration) {
        Objects.checkIndex(iteration, Long.MAX_VALUE);
        // (t mod T) / T = (t cycles mod iterations) / iterations: integers up to the one division, so that no cycle
        // starts
        // an iteration late. t is reduced first, which changes nothing: the run is a whole number of cycles.
        long iterations = parameters.iterations();
        long position = Math.multiplyExact(iteration % iterations, parameters.cycles()) % iterations;
        double rise = 0.5 * (1 - StrictMath.cos(Math.PI * ((double) position / iterations)));
        return new Precision(
                between(parameters.minBits(), parameters.maxBits(), rise),
                between(parameters.gradMinBits(), parameters.gradMaxBits(), rise));
    }

    @Override
    public Precision evaluation() {
        return parameters.widest();
    }

    private static int between(int min, int max, double rise) {
        return (int) Math.rint(min + (max - min) * rise);
    }
}
