package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.integer;

import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.work.BatchNormWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;

/** Batch normalization with a scale and a shift per channel. */
public record BatchNormSpec(String name, int channels) implements LayerSpec {
    private static final Key<Integer> CHANNELS =
            Key.optional("channels", integer(1, LayerKeys.MOST), "Channels; checked, may be left out.");

    static final LayerKind KIND = new LayerKind(
            "batchnorm",
            List.of(CHANNELS),
            draft -> new BatchNormSpec(
                    draft.name(), draft.stated(CHANNELS, draft.input().channels())));

    @Override
    public ActivationShape output(ActivationShape input) {
        LayerMismatchException.require("channels", channels, "channels", input.channels(), input);
        return input;
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return new BatchNormWork(name, channels, site.inputs());
    }

    @Override
    public boolean hasParameters() {
        return true;
    }
}
