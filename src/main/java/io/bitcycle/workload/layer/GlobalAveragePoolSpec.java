package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.work.GlobalAveragePoolWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;

/** The mean of each channel over the image. */
public record GlobalAveragePoolSpec(String name) implements LayerSpec {
    static final LayerKind KIND =
            new LayerKind("global-average-pool", List.of(), draft -> new GlobalAveragePoolSpec(draft.name()));

    @Override
    public ActivationShape output(ActivationShape input) {
        return input.withImage(input.channels(), 1, 1);
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        int window = site.input().height() * site.input().width();
        return new GlobalAveragePoolWork(name, site.outputs(this), window);
    }
}
