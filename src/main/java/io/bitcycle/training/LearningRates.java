package io.bitcycle.training;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The learning-rate schedules this build knows: those of the CPT code (RICE-EIC/CPT, cpt_cifar/train.py; quarters: cpt_imagenet/train.py), the
 * Transformer's inverse square root (Vaswani et al., NeurIPS 2017, section 5.3) and a constant. A
 * new one is a formula and a line here.
 */
public final class LearningRates {
    /** In the order in which messages list them. */
    public static final List<Kind> ALL = List.of(
            new Kind("piecewise", "a step down after 1/2 and after 3/4 of the run", LearningRates::piecewise),
            new Kind("linear", "constant to 1/2, falls to 1 % at 9/10 of the run", LearningRates::linear),
            new Kind("anneal_cosine", "half a cosine down to two steps below", LearningRates::annealCosine),
            new Kind("quarters", "a step down after each quarter of the run", LearningRates::quarters),
            new Kind(
                    "inverse_sqrt",
                    "falls with the root of the iteration after the warm-up",
                    LearningRates::inverseSqrt),
            new Kind("constant", "the initial rate throughout", (run, iteration) -> run.initial()));

    /** What {@code linear} ends at, relative to the initial rate. */
    private static final double LINEAR_FLOOR = 0.01;

    private LearningRates() {}

    /** The kind of schedule with exactly this name. */
    public static Optional<Kind> named(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** The CPT code writes 32,000 and 48,000 of its 64,000 iterations. */
    private static double piecewise(LearningRateParameters run, long iteration) {
        if (iteration * 4 >= run.iterations() * 3) {
            return run.initial() * (run.stepRatio() * run.stepRatio());
        }
        return iteration * 2 >= run.iterations() ? run.initial() * run.stepRatio() : run.initial();
    }

    /** The CPT code divides by 10 every 30 of its 120 epochs on ImageNet. */
    private static double quarters(LearningRateParameters run, long iteration) {
        double rate = run.initial();
        for (long quarter = 1; quarter <= 3 && iteration * 4 >= run.iterations() * quarter; quarter++) {
            rate *= run.stepRatio();
        }
        return rate;
    }

    private static double linear(LearningRateParameters run, long iteration) {
        double progress = (double) iteration / run.iterations();
        if (progress < 0.5) {
            return run.initial();
        }
        return progress < 0.9
                ? run.initial() * (1 - (1 - LINEAR_FLOOR) * (progress - 0.5) / 0.4)
                : run.initial() * LINEAR_FLOOR;
    }

    private static double annealCosine(LearningRateParameters run, long iteration) {
        double lowest = run.initial() * (run.stepRatio() * run.stepRatio());
        double cosine = StrictMath.cos(Math.PI * ((double) iteration / run.iterations()));
        return lowest + 0.5 * (run.initial() - lowest) * (1 + cosine);
    }

    /** The initial rate is that of the end of the warm-up, or of the first iteration where there is none. */
    private static double inverseSqrt(LearningRateParameters run, long iteration) {
        double from = Math.max(1, run.warmUp().iterations());
        return run.initial() * StrictMath.sqrt(from / Math.max(from, iteration));
    }

    private static double warmUp(LearningRateParameters run, long iteration) {
        double rate = run.warmUp().rate();
        return run.warmUp().rises()
                ? rate
                        + (run.initial() - rate)
                                * ((double) iteration / run.warmUp().iterations())
                : rate;
    }

    /** The rate of an iteration, warm-up apart. */
    @FunctionalInterface
    public interface Formula {
        double rate(LearningRateParameters run, long iteration);
    }

    /**
     * A kind of schedule.
     *
     * @param name as users write it, e.g. {@code piecewise}
     * @param description one line for help texts, without a full stop
     * @param formula the rate of an iteration
     */
    public record Kind(String name, String description, Formula formula) {
        /**
         * The learning rate of one run. The warm-up, where there is one, precedes any kind of schedule and takes its place;
         * iterations at or after the planned end have the rate of the last one planned.
         */
        public LearningRate create(LearningRateParameters run) {
            return iteration -> {
                Objects.checkIndex(iteration, Long.MAX_VALUE);
                return (float)
                        (iteration < run.warmUp().iterations()
                                ? warmUp(run, iteration)
                                : formula.rate(run, Math.min(iteration, run.iterations() - 1)));
            };
        }
    }
}
