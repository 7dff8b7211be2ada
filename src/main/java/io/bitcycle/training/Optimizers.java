package io.bitcycle.training;

import io.bitcycle.training.layer.Parameter;
import io.bitcycle.workload.OptimizerSpec;
import java.util.List;

/** Makes the optimizers that networks name. */
final class Optimizers {
    private Optimizers() {}

    static Optimizer of(OptimizerSpec spec, List<Parameter> parameters) {
        Optimizer rule = spec.rule() instanceof OptimizerSpec.Adam adam
                ? new Adam(parameters, adam, (float) spec.weightDecay())
                : new Sgd(parameters, (OptimizerSpec.Sgd) spec.rule(), (float) spec.weightDecay());
        return spec.clipNorm().isEmpty()
                ? rule
                : new GradientClipping(rule, parameters, (float) spec.clipNorm().getAsDouble());
    }
}
