package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.MaxPoolWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;

/** The largest value of each window; what pads it is never the largest. */
public record MaxPoolSpec(String name, int kernel, int stride, int padding) implements LayerSpec {
    static final LayerKind KIND = new LayerKind(
            "max-pool",
            List.of(LayerKeys.KERNEL, LayerKeys.POOL_STRIDE, LayerKeys.PADDING),
            draft -> new MaxPoolSpec(
                    draft.name(),
                    draft.get(LayerKeys.KERNEL),
                    draft.stated(LayerKeys.POOL_STRIDE, draft.get(LayerKeys.KERNEL)),
                    draft.get(LayerKeys.PADDING)));

    public MaxPoolSpec {
        if (2 * padding > kernel) {
            throw new LayerMismatchException(
                    "padding", "is " + padding + "; allowed: at most half the kernel of " + kernel);
        }
    }

    @Override
    public ActivationShape output(ActivationShape input) {
        return new SlidingWindow(kernel, stride, padding).output(input, input.channels());
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return new MaxPoolWork(name, kernel, site.inputs(), site.outputs(this));
    }
}
