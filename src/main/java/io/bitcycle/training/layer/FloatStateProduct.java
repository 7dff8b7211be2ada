package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.workload.work.RecurrentWork;
import java.util.Map;

/** On the vector unit, in binary32; in the order of {@link LinearProduct}. */
final class FloatStateProduct implements StateProduct {
    private final Parameter weight;

    /** @param weights [O, H], owned from now on */
    FloatStateProduct(String name, FloatTensor weights) {
        this.weight = Parameter.of(name, "weight", weights);
    }

    @Override
    public Parameter weight() {
        return weight;
    }

    @Override
    public Map<String, FloatTensor> state() {
        return Map.of();
    }

    @Override
    public void forwardSteps(RecurrentWork work, Step step, Runnable steps) {
        steps.run();
        work.forward(step.training()).forEach(step.session()::count);
    }

    @Override
    public FloatTensor forward(FloatTensor state, Step step) {
        return LinearProduct.forward(state, weight.value(), null, step.session().workers());
    }

    @Override
    public void backwardSteps(RecurrentWork work, Step step, Runnable steps) {
        steps.run();
        work.backwardData().forEach(step.session()::count);
    }

    @Override
    public FloatTensor backwardData(FloatTensor errors, int number, Step step) {
        return LinearProduct.inputGradient(
                errors, weight.value(), step.session().workers());
    }

    @Override
    public void backwardWeight(
            RecurrentWork work, FloatTensor states, FloatTensor errors, QuantizedTensor errorCodes, Step step) {
        LinearProduct.weightGradient(
                errors, states, weight.gradient(), step.session().workers());
        work.backwardWeight().forEach(step.session()::count);
    }
}
