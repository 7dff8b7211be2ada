package io.bitcycle.workload;

import java.util.OptionalDouble;

/**
 * What moves the weights against their gradients.
 *
 * @param rule of one step
 * @param weightDecay times the weight, added to its gradient
 * @param clipNorm largest norm of all gradients together, beyond which they are scaled down to it
 */
public record OptimizerSpec(Rule rule, double weightDecay, OptionalDouble clipNorm) {
    /** Stochastic gradient descent alone: where nothing is said. */
    public static final OptimizerSpec PLAIN = sgd(0, 0);

    /** How a weight moves. */
    public sealed interface Rule permits Sgd, Adam {
        /** As traces and options write it. */
        String type();
    }

    /**
     * Stochastic gradient descent.
     *
     * @param nesterov whether the step looks ahead by the momentum (Sutskever et al., ICML 2013, as PyTorch has it)
     */
    public record Sgd(double momentum, boolean nesterov) implements Rule {
        public static final String TYPE = "sgd";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Adam (Kingma and Ba, ICLR 2015, algorithm 1). */
    public record Adam(double beta1, double beta2, double epsilon) implements Rule {
        public static final String TYPE = "adam";

        /** The settings that the paper suggests. */
        public static final Adam SUGGESTED = new Adam(0.9, 0.999, 1e-8);

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** SGD with momentum, nothing clipped. */
    public static OptimizerSpec sgd(double momentum, double weightDecay) {
        return new OptimizerSpec(new Sgd(momentum, false), weightDecay, OptionalDouble.empty());
    }
}
