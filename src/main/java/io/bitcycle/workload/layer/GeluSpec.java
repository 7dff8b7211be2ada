package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.work.GeluWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;

/** Gaussian error linear unit (Hendrycks and Gimpel 2016), by their formula with tanh. */
public record GeluSpec(String name) implements LayerSpec {
    static final LayerKind KIND = new LayerKind("gelu", List.of(), draft -> new GeluSpec(draft.name()));

    @Override
    public ActivationShape output(ActivationShape input) {
        return input;
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return new GeluWork(name, site.inputs());
    }
}
