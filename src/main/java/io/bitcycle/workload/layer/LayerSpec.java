package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;

/** A layer of a network description: geometry, no values. Names are unique in a network. */
public interface LayerSpec {
    String name();

    /**
     * The shape that it makes of its input.
     *
     * @throws LayerMismatchException when it cannot take the input
     */
    ActivationShape output(ActivationShape input);

    /** Its products in the order of the forward pass; none for layers of the vector unit alone. */
    default List<Product> products(LayerSite site) {
        return List.of();
    }

    /** Everything that it puts on an accelerator where it stands. */
    LayerWork work(LayerSite site, Quantization quantization);

    /** The same layer with products in binary32 on the vector unit; itself where nothing of it runs on the array. */
    default LayerSpec withoutCodes() {
        return this;
    }

    /** Whether it learns anything, so that the layers behind it have to give it a gradient. */
    default boolean hasParameters() {
        return false;
    }
}
