package io.bitcycle.precision;

/** Weights and activations after one schedule, errors after another. */
public record SplitSchedule(PrecisionSchedule forward, PrecisionSchedule backward) implements PrecisionSchedule {
    @Override
    public Precision at(long iteration) {
        return join(forward.at(iteration), backward.at(iteration));
    }

    @Override
    public Precision evaluation() {
        return join(forward.evaluation(), backward.evaluation());
    }

    private static Precision join(Precision forward, Precision backward) {
        return new Precision(forward.weightBits(), forward.activationBits(), backward.backwardBits());
    }

    @Override
    public void observe(long iteration, double loss) {
        forward.observe(iteration, loss);
        backward.observe(iteration, loss);
    }
}
