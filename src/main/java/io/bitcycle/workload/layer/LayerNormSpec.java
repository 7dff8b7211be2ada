package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.work.LayerNormWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;

/** Normalization of each token over its features, with a scale and a shift per feature. */
public record LayerNormSpec(String name, int features) implements LayerSpec {
    static final LayerKind KIND = new LayerKind(
            "layernorm",
            List.of(),
            draft -> new LayerNormSpec(draft.name(), draft.input().features()));

    @Override
    public ActivationShape output(ActivationShape input) {
        return input;
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return new LayerNormWork(name, site.rows(), features);
    }

    @Override
    public boolean hasParameters() {
        return true;
    }
}
