package io.bitcycle.precision;

import java.util.function.DoubleUnaryOperator;

/**
 * The shapes of precision cycles.
 *
 * <p>Ten of them are those of Wolfe and Kyrillidis, "Better Schedules for Low Precision Training of Deep Neural Networks",
 * Machine Learning 113 (2024), arXiv 2403.02243, section 3: a growth function (cosine, linear, exponential, REX), either
 * repeated or triangular. In a triangular schedule every other cycle, from the first on, falls: the growth function is
 * reflected vertically (1 - g(z)) or horizontally (g(1 - z)), which for the symmetric cosine and linear growth is the same.
 * An even number of cycles ends at the maximum. Formulas and constants are those of the authors' code
 * (wolfecameron/BetterPrecisionSchedules, cpt_cifar/quant_scheds.py).
 */
final class Profiles {
    private Profiles() {}

    /** Half a cosine, as CPT. */
    static double cosine(double phase) {
        return 0.5 * (1 - StrictMath.cos(Math.PI * phase));
    }

    static double linear(double phase) {
        return phase;
    }

    /**
     * Fast at first, then ever slower: 1 - exp(-rate z).
     *
     * @param rate 4 in the authors' code
     */
    static DoubleUnaryOperator exponential(double rate) {
        return phase -> 1 - StrictMath.exp(-rate * phase);
    }

    /**
     * Slow at first, then ever faster: the reflected exponential of Chen et al., "REX: Revisiting Budgeted Training with an
     * Improved Schedule" (MLSys 2022), 1 - (1 - z) / (1 - beta + beta (1 - z)).
     *
     * @param beta 0.9 in the authors' precision code; Chen et al. have 0.5 for learning rates
     */
    static DoubleUnaryOperator rex(double beta) {
        return phase -> 1 - (1 - phase) / (1 - beta + beta * (1 - phase));
    }

    /** Every cycle grows. */
    static Profile repeated(DoubleUnaryOperator growth) {
        return (span, cycle, phase) -> between(span, growth.applyAsDouble(phase));
    }

    /** Even cycles, counted from 0, fall by the growth's vertical reflection. */
    static Profile vertical(DoubleUnaryOperator growth) {
        return (span, cycle, phase) -> {
            double risen = growth.applyAsDouble(phase);
            return between(span, cycle % 2 == 0 ? 1 - risen : risen);
        };
    }

    /** Even cycles, counted from 0, fall by the growth's horizontal reflection. */
    static Profile horizontal(DoubleUnaryOperator growth) {
        return (span, cycle, phase) -> between(span, growth.applyAsDouble(cycle % 2 == 0 ? 1 - phase : phase));
    }

    /** In every cycle up to the maximum and down again, as Smith's cyclical learning rates (WACV 2017). */
    static double triangle(BitSpan span, long cycle, double phase) {
        return between(span, 1 - Math.abs(2 * phase - 1));
    }

    /** The width grows by the same factor in equal times: min (max / min)^z. */
    static double geometric(BitSpan span, long cycle, double phase) {
        return span.min() * StrictMath.pow((double) span.max() / span.min(), phase);
    }

    /** Every width from minimum to maximum for an equal share of the cycle; rounding gives the others' ends half of that. */
    static double stairs(BitSpan span, long cycle, double phase) {
        return span.min() + Math.floor((span.max() - span.min() + 1) * phase);
    }

    private static double between(BitSpan span, double risen) {
        return span.min() + (span.max() - span.min()) * risen;
    }
}
