package io.bitcycle.precision;

import java.util.Objects;

/**
 * Bits that follow the same profile in every cycle, rounded to whole widths, halves to even. With half a cosine it is cyclic
 * precision training (Fu et al., "CPT: Efficient Deep Neural Network Training via Cyclic Precision", ICLR 2021): in every
 * cycle the bits rise from the minimum to the maximum and then fall back at once,
 * b(t) = rint(min + 0.5 (max - min) (1 - cos(pi (t mod T) / T))), T = iterations / cycles.
 *
 * <p>T is a real number, where the papers' codes truncate it: the last cycle then ends with the run. Formulas are evaluated
 * in binary64. Where one lies exactly between two widths the even one is meant, but the rounding of the cosine can decide:
 * it does not for 3:8, 3:6 and 4:8, the ranges of the CPT paper, and there the bits equal those of the paper's code, which
 * writes 1 + cos(x + pi); for a few others (3:9, 2:5) a tie in the middle of a cycle falls one bit apart.
 */
final class CyclicSchedule implements PrecisionSchedule {
    private final ScheduleParameters parameters;
    private final Profile profile;

    /** @throws TooManyCyclesException when a cycle would have no iteration */
    CyclicSchedule(ScheduleParameters parameters, Profile profile) {
        if (parameters.cycles() > parameters.iterations()) {
            throw new TooManyCyclesException(parameters.cycles(), parameters.iterations());
        }
        this.parameters = parameters;
        this.profile = profile;
    }

    @Override
    public Precision at(long iteration) {
        Objects.checkIndex(iteration, Long.MAX_VALUE);
        // (t mod T) / T = (t cycles mod iterations) / iterations: integers up to the one division, so that no cycle
        // starts
        // an iteration late. t is reduced first, which changes no phase: the run is a whole number of cycles.
        long iterations = parameters.iterations();
        long position = Math.multiplyExact(iteration % iterations, parameters.cycles());
        long cycle = position / iterations + iteration / iterations * parameters.cycles();
        double phase = (double) (position % iterations) / iterations;
        return new Precision(
                bits(parameters.weight(), cycle, phase),
                bits(parameters.activation(), cycle, phase),
                bits(parameters.error(), cycle, phase));
    }

    @Override
    public Precision evaluation() {
        return parameters.widest();
    }

    private int bits(BitSpan span, long cycle, double phase) {
        return span.nearest(profile.bits(span, cycle, phase));
    }
}
