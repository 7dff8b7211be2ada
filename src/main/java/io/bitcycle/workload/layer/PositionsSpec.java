package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.PositionsWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;

/** Tokens' vectors, times the root of their features, plus sinusoids of their places (Vaswani et al., NIPS 2017). */
public record PositionsSpec(String name, int features) implements LayerSpec {
    static final LayerKind KIND = new LayerKind(
            "positions",
            List.of(),
            draft -> new PositionsSpec(draft.name(), draft.input().features()));

    @Override
    public ActivationShape output(ActivationShape input) {
        return input;
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return new PositionsWork(name, site.inputs(), (long) site.input().tokens() * features);
    }
}
