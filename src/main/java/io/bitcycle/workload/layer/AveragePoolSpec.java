package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.work.AveragePoolWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;

/** The mean of each window. */
public record AveragePoolSpec(String name, int kernel, int stride) implements LayerSpec {
    static final LayerKind KIND = new LayerKind(
            "average-pool",
            List.of(LayerKeys.KERNEL, LayerKeys.POOL_STRIDE),
            draft -> new AveragePoolSpec(
                    draft.name(),
                    draft.get(LayerKeys.KERNEL),
                    draft.stated(LayerKeys.POOL_STRIDE, draft.get(LayerKeys.KERNEL))));

    @Override
    public ActivationShape output(ActivationShape input) {
        return new SlidingWindow(kernel, stride, 0).output(input, input.channels());
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return new AveragePoolWork(name, kernel, site.inputs(), site.outputs(this));
    }
}
