package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;

/**
 * A layer of a list whose layers do not feed each other: it states the input it sees, whatever the one before gives. Such
 * lists are run forward only.
 */
public record PlacedSpec(LayerSpec layer, ActivationShape input) implements LayerSpec {
    /** Refuses a layer that cannot take its own input. */
    public PlacedSpec {
        if (Math.max(input.estimatedElements(), layer.output(input).estimatedElements()) > ActivationShape.MOST) {
            throw new LayerMismatchException("type", "has more than 2^40 inputs or outputs; allowed: fewer");
        }
    }

    @Override
    public String name() {
        return layer.name();
    }

    @Override
    public ActivationShape output(ActivationShape before) {
        return layer.output(input);
    }

    @Override
    public List<Product> products(LayerSite site) {
        return layer.products(here(site));
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return layer.work(here(site), quantization);
    }

    private LayerSite here(LayerSite site) {
        return new LayerSite(site.batch(), input, site.inputGradient());
    }

    @Override
    public boolean hasParameters() {
        return layer.hasParameters();
    }
}
