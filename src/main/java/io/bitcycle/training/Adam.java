package io.bitcycle.training;

import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.workload.OptimizerSpec;
import io.bitcycle.workload.work.OptimizerWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1) with weight decay λ added to the gradient, in binary32, for every parameter
 * alike, in the order of PyTorch's: d = g + λ · w; m = β₁ · m + (1 − β₁) · d; v = β₂ · v + ((1 − β₂) · d) · d;
 * w = w − (η / (1 − β₁ᵗ)) · m / (√v · (1 / √(1 − β₂ᵗ)) + ε), t being the number of the step from 1. What depends on t alone is
 * computed in binary64 and rounded once. m and v start at 0.
 */
public final class Adam implements Optimizer {
    private record Slot(Parameter parameter, FloatTensor mean, FloatTensor square) {}

    private final List<Slot> slots;
    private final OptimizerSpec.Adam rule;
    private final float weightDecay;

    /** @throws IllegalArgumentException if β₁ or β₂ is not in [0, 1), ε not above 0 or weight decay negative or not finite */
    public Adam(List<Parameter> parameters, OptimizerSpec.Adam rule, float weightDecay) {
        List<String> faults = new ArrayList<>();
        for (double beta : new double[] {rule.beta1(), rule.beta2()}) {
            if (!(beta >= 0 && beta < 1)) {
                faults.add("a beta is " + beta + ", allowed is at least 0 and below 1");
            }
        }
        if (!((float) rule.epsilon() > 0 && rule.epsilon() <= Float.MAX_VALUE)) {
            faults.add("epsilon is " + rule.epsilon() + ", allowed is above 0 and finite");
        }
        if (!(weightDecay >= 0 && weightDecay <= Float.MAX_VALUE)) {
            faults.add("weight decay is " + weightDecay + ", allowed is at least 0 and finite");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        this.slots = parameters.stream()
                .map(parameter -> new Slot(
                        parameter,
                        FloatTensor.zeros(parameter.value().shape()),
                        FloatTensor.zeros(parameter.value().shape())))
                .toList();
        this.rule = rule;
        this.weightDecay = weightDecay;
    }

    @Override
    public void step(long iteration, float learningRate, AcceleratorSession session) {
        double steps = iteration + 1.0;
        float rate = (float) (learningRate / (1 - StrictMath.pow(rule.beta1(), steps)));
        float correction = (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(rule.beta2(), steps)));
        for (Slot slot : slots) {
            session.workers().forEachRange(slot.mean().size(), 1, (from, to) -> move(slot, rate, correction, from, to));
            session.vector(OptimizerWork.update(rule, slot.parameter().size()));
        }
    }

    private void move(Slot slot, float rate, float correction, int from, int to) {
        float[] w = slot.parameter().value().data();
        float[] g = slot.parameter().gradient().data();
        float[] m = slot.mean().data();
        float[] v = slot.square().data();
        float beta1 = (float) rule.beta1();
        float beta2 = (float) rule.beta2();
        float rest1 = (float) (1 - rule.beta1());
        float rest2 = (float) (1 - rule.beta2());
        float epsilon = (float) rule.epsilon();
        for (int i = from; i < to; i++) {
            float d = g[i] + weightDecay * w[i];
            m[i] = beta1 * m[i] + rest1 * d;
            v[i] = beta2 * v[i] + rest2 * d * d;
            w[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) * correction + epsilon);
        }
    }

    /** Means and mean squares. */
    @Override
    public Map<String, FloatTensor> state() {
        Map<String, FloatTensor> state = new LinkedHashMap<>();
        for (Slot slot : slots) {
            String name = slot.parameter().layer() + "." + slot.parameter().name();
            state.put(name + ".mean", slot.mean());
            state.put(name + ".mean_square", slot.square());
        }
        return state;
    }
}
