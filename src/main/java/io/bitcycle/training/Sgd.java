package io.bitcycle.training;

import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.workload.work.ParameterSize;
import io.bitcycle.workload.work.SgdWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum μ and weight decay λ, in binary32, for every parameter alike (batch norm and biases
 * too): d = g + λ · w; v = μ · v + d; w = w − η · v. The velocity v starts at 0, so the first v is d. This is the order of
 * PyTorch's SGD without dampening.
 */
public final class Sgd implements Optimizer {
    private record Slot(Parameter parameter, FloatTensor velocity) {}

    private final List<Slot> slots;
    private final float momentum;
    private final float weightDecay;

    /** @throws IllegalArgumentException if momentum is not in [0, 1) or weight decay is not finite and at least 0 */
    public Sgd(List<Parameter> parameters, float momentum, float weightDecay) {
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
        this.momentum = momentum;
        this.weightDecay = weightDecay;
    }

    @Override
    public void step(float learningRate, AcceleratorSession session) {
        for (Slot slot : slots) {
            float[] w = slot.parameter().value().data();
            float[] g = slot.parameter().gradient().data();
            float[] v = slot.velocity().data();
            session.workers().forEachRange(w.length, 1, (from, to) -> {
                for (int i = from; i < to; i++) {
                    v[i] = momentum * v[i] + (g[i] + weightDecay * w[i]);
                    w[i] -= learningRate * v[i];
                }
            });
            session.vector(SgdWork.update(
                    new ParameterSize(slot.parameter().layer(), slot.parameter().name(), w.length)));
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
