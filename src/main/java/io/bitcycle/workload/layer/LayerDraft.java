package io.bitcycle.workload.layer;

import io.bitcycle.json.Fields;
import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.LayerBits;
import java.util.List;
import java.util.Optional;

/** What a trace says of a layer that is being made, and where it stands. */
public final class LayerDraft {
    private final String name;
    private final Fields fields;
    private final LayerChain chain;

    LayerDraft(String name, Fields fields, LayerChain chain) {
        this.name = name;
        this.fields = fields;
        this.chain = chain;
    }

    /** Its name, unique in the network. */
    public String name() {
        return name;
    }

    /** The shape of one sample that reaches it. */
    public ActivationShape input() {
        return chain.shape();
    }

    /** A key's value or default. */
    public <T> T get(Key<T> key) {
        return fields.get(key);
    }

    /** A key's value, if it was written or has a default. */
    public <T> Optional<T> find(Key<T> key) {
        return fields.find(key);
    }

    /** The value of a key that may be left out because the input implies it. */
    public int stated(Key<Integer> key, int implied) {
        return fields.find(key).orElse(implied);
    }

    /**
     * The layer, with widths of its own where they are stated.
     *
     * @throws LayerMismatchException when it is not quantized, or stands in a list of layers
     */
    LayerSpec withBits(LayerSpec layer, boolean quantized) {
        LayerBits bits = new LayerBits(
                find(LayerKeys.FORWARD_BITS).orElse(0),
                find(LayerKeys.BACKWARD_BITS).orElse(0));
        if (bits.equals(LayerBits.SCHEDULED)) {
            return layer;
        }
        String key = (bits.forward() > 0 ? LayerKeys.FORWARD_BITS : LayerKeys.BACKWARD_BITS).name();
        if (!quantized) {
            throw new LayerMismatchException(key, "is of a layer that is not quantized; allowed where it is");
        }
        if (layer instanceof PlacedSpec) {
            throw new LayerMismatchException(key, "is of a layer in a list; allowed where the layers are chained");
        }
        return new FixedBitsSpec(layer, bits);
    }

    /** The layers inside it that stand under {@code key}, the first of them at its own place; none when left out. */
    public List<LayerSpec> layers(Key<List<LayerEntry>> key) {
        LayerChain branch = chain.branch();
        fields.find(key).ifPresent(branch::append);
        if (branch.layers().stream().anyMatch(PlacedSpec.class::isInstance)) {
            throw new LayerMismatchException(
                    key.name(), "holds a layer that states its input; allowed in a list of layers, not inside a block");
        }
        return branch.layers();
    }
}
