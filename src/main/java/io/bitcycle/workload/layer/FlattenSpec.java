package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import io.bitcycle.workload.work.SequentialWork;
import java.util.List;

/** The image of each token as a row of features: the same values in the same place, so no work. Linear layers do it themselves. */
public record FlattenSpec(String name) implements LayerSpec {
    static final LayerKind KIND = new LayerKind("flatten", List.of(), draft -> new FlattenSpec(draft.name()));

    @Override
    public ActivationShape output(ActivationShape input) {
        return input.withImage(input.features(), 1, 1);
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return new SequentialWork(List.of());
    }
}
