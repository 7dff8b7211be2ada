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
 * Stochastic gradient descent with momentum μ and weight decay λ, in binary32, for every parameter alike (batch norm and biases
 * too): d = g + λ · w; v = μ · v + d; w = w − η · v, or with Nesterov's momentum w = w − η · (d + μ · v). The velocity v starts at 0, so
 * the first v is d. This is the order of PyTorch's SGD without dampening.
 */
public final class Sgd implements Optimizer {
    private record Slot(Parameter parameter, FloatTensor velocity) {}

    private final List<Slot> slots;
    private final OptimizerSpec.Sgd rule;
    private final float momentum;
    private final boolean nesterov;
    private final float weightDecay;

    /** Without Nesterov's momentum. */
    public Sgd(List<Parameter> parameters, float momentum, float weightDecay) {
        this(parameters, new OptimizerSpec.Sgd(momentum, false), weightDecay);
    }

    /** @throws IllegalArgumentException if momentum is not in [0, 1) or weight decay is not finite and at least 0 */
    public Sgd(List<Parameter> parameters, OptimizerSpec.Sgd rule, float weightDecay) {
        float momentum = (float) rule.momentum();
        List<String> faults = new ArrayList<>();
        if (!(momentum >= 0 && momentum < 1)) {
            faults.add("momentum is " + momentum + ", allowed is at least 0 and below 1");
        }
        if (!(weightDecay >= 0 && weightDecay <= Float.MAX_VALUE)) {
            faults.add("weight decay is " + weightDecay + ", allowed is at least 0 and finite");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        this.slots = parameters.stream()
                .map(parameter ->
                        new Slot(parameter, FloatTensor.zeros(parameter.value().shape())))
                .toList();
        this.rule = rule;
        this.momentum = momentum;
        this.nesterov = rule.nesterov();
        this.weightDecay = weightDecay;
    }

    @Override
    public void step(long iteration, float learningRate, AcceleratorSession session) {
        for (Slot slot : slots) {
            float[] w = slot.parameter().value().data();
            float[] g = slot.parameter().gradient().data();
            float[] v = slot.velocity().data();
            session.workers().forEachRange(w.length, 1, (from, to) -> {
                for (int i = from; i < to; i++) {
                    float d = g[i] + weightDecay * w[i];
                    v[i] = momentum * v[i] + d;
                    w[i] -= learningRate * (nesterov ? d + momentum * v[i] : v[i]);
                }
            });
            session.vector(OptimizerWork.update(rule, slot.parameter().size()));
        }
    }

    /** The velocities. */
    @Override
    public Map<String, FloatTensor> state() {
        Map<String, FloatTensor> velocities = new LinkedHashMap<>();
        for (Slot slot : slots) {
            velocities.put(slot.parameter().layer() + "." + slot.parameter().name() + ".velocity", slot.velocity());
        }
        return velocities;
    }
}
