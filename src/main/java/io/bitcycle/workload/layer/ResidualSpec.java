package io.bitcycle.workload.layer;

import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import io.bitcycle.workload.work.ResidualWork;
import java.util.ArrayList;
import java.util.List;

/** The sum of a body and a shortcut; an empty shortcut is the identity. */
public record ResidualSpec(String name, List<LayerSpec> body, List<LayerSpec> shortcut) implements LayerSpec {
    private static final Key<List<LayerEntry>> BODY = LayerKeys.inner("body", true, "Layers of the branch.");
    private static final Key<List<LayerEntry>> SHORTCUT =
            LayerKeys.inner("shortcut", false, "Layers of the other branch; the identity when left out.");

    static final LayerKind KIND = new LayerKind(
            "residual",
            List.of(BODY, SHORTCUT),
            draft -> new ResidualSpec(draft.name(), draft.layers(BODY), draft.layers(SHORTCUT)));

    public ResidualSpec {
        body = List.copyOf(body);
        shortcut = List.copyOf(shortcut);
    }

    @Override
    public LayerSpec withoutCodes() {
        return new ResidualSpec(
                name,
                body.stream().map(LayerSpec::withoutCodes).toList(),
                shortcut.stream().map(LayerSpec::withoutCodes).toList());
    }

    @Override
    public ActivationShape output(ActivationShape input) {
        ActivationShape through = output(body, input);
        ActivationShape around = output(shortcut, input);
        if (!through.equals(around)) {
            throw new LayerMismatchException(
                    "body",
                    "gives " + through + ", the shortcut " + around + "; allowed: equal shapes, since they are added");
        }
        return through;
    }

    private static ActivationShape output(List<LayerSpec> layers, ActivationShape input) {
        ActivationShape shape = input;
        for (LayerSpec layer : layers) {
            shape = layer.output(shape);
        }
        return shape;
    }

    @Override
    public List<Product> products(LayerSite site) {
        List<Product> products = new ArrayList<>(site.products(body));
        products.addAll(site.products(shortcut));
        return products;
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        return new ResidualWork(
                name,
                site.inputs(),
                site.outputs(this),
                site.works(body, quantization),
                site.works(shortcut, quantization));
    }

    @Override
    public boolean hasParameters() {
        return body.stream().anyMatch(LayerSpec::hasParameters)
                || shortcut.stream().anyMatch(LayerSpec::hasParameters);
    }
}
