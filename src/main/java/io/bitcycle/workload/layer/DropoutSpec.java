package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.decimal;

import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.work.DropoutWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import java.math.BigDecimal;
import java.util.List;

/** Sets a random share of its input to zero in training and scales the rest up; nothing in evaluation. */
public record DropoutSpec(String name, double share) implements LayerSpec {
    private static final Key<BigDecimal> SHARE =
            Key.required("share", decimal("0", "0.99"), "Share of elements dropped in training.");

    static final LayerKind KIND = new LayerKind(
            "dropout",
            List.of(SHARE),
            draft -> new DropoutSpec(draft.name(), draft.get(SHARE).doubleValue()));

    @Override
    public ActivationShape output(ActivationShape input) {
        return input;
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return new DropoutWork(name, site.inputs());
    }
}
