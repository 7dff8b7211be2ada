package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.LayerBits;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;

/** A quantized layer that keeps widths of its own, as first and last layers often do. */
public record FixedBitsSpec(LayerSpec layer, LayerBits bits) implements LayerSpec {
    @Override
    public String name() {
        return layer.name();
    }

    @Override
    public ActivationShape output(ActivationShape input) {
        return layer.output(input);
    }

    @Override
    public List<Product> products(LayerSite site) {
        return layer.products(site).stream().map(product -> product.with(bits)).toList();
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return layer.work(site, quantization.with(bits));
    }

    @Override
    public LayerSpec withoutCodes() {
        return layer.withoutCodes();
    }

    @Override
    public boolean hasParameters() {
        return layer.hasParameters();
    }
}
