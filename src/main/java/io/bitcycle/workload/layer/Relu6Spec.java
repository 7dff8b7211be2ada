package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import io.bitcycle.workload.work.Relu6Work;
import java.util.List;

/** min(max(x, 0), 6). */
public record Relu6Spec(String name) implements LayerSpec {
    static final LayerKind KIND = new LayerKind("relu6", List.of(), draft -> new Relu6Spec(draft.name()));

    @Override
    public ActivationShape output(ActivationShape input) {
        return input;
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return new Relu6Work(name, site.inputs());
    }
}
