package io.bitcycle.workload.layer;

import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvProduct;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;

/** A fully connected layer with bias; flattens the image of each token. */
public record LinearSpec(String name, int in, int out, boolean quantized) implements LayerSpec {
    private static final Key<Boolean> QUANTIZED = LayerKeys.quantized(false, " as in CPT's code.");

    static final LayerKind KIND = new LayerKind(
            "linear",
            List.of(LayerKeys.IN, LayerKeys.OUT, QUANTIZED, LayerKeys.FORWARD_BITS, LayerKeys.BACKWARD_BITS),
            draft -> draft.withBits(
                    new LinearSpec(
                            draft.name(),
                            draft.stated(LayerKeys.IN, draft.input().features()),
                            draft.get(LayerKeys.OUT),
                            draft.get(QUANTIZED)),
                    draft.get(QUANTIZED)));

    @Override
    public LayerSpec withoutCodes() {
        return new LinearSpec(name, in, out, false);
    }

    @Override
    public ActivationShape output(ActivationShape input) {
        LayerMismatchException.require("in", in, "features", input.features(), input);
        return input.withImage(out, 1, 1);
    }

    @Override
    public List<Product> products(LayerSite site) {
        return List.of(new ConvProduct(name, site.linear(in, out), quantized, site.inputGradient()));
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return site.linear(name, in, out, quantized, quantization);
    }

    @Override
    public boolean hasParameters() {
        return true;
    }
}
