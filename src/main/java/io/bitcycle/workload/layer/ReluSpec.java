package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import io.bitcycle.workload.work.ReluWork;
import java.util.List;

/** max(x, 0). */
public record ReluSpec(String name) implements LayerSpec {
    static final LayerKind KIND = new LayerKind("relu", List.of(), draft -> new ReluSpec(draft.name()));

    @Override
    public ActivationShape output(ActivationShape input) {
        return input;
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return new ReluWork(name, site.inputs());
    }
}
