package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Layers one after the other, as a trace's entries make them, and the shape that the last one gives. */
public final class LayerChain {
    /** Sums over batches, passes and bits then stay far from the end of a long. */
    private static final double MOST_MACS = 0x1p42;

    private final Names names;
    private final List<LayerSpec> layers = new ArrayList<>();
    private ActivationShape shape;

    private LayerChain(Names names, ActivationShape input) {
        this.names = names;
        this.shape = input;
    }

    /** A network without layers. */
    public static LayerChain of(ActivationShape input) {
        return new LayerChain(new Names(), input);
    }

    /**
     * Adds what the entries stand for.
     *
     * @return whether all shapes chain; else the mistake has been reported and the chain ends before it
     */
    public boolean extend(List<LayerEntry> entries) {
        try {
            append(entries);
            return true;
        } catch (BrokenChainException reported) {
            return false;
        }
    }

    void append(List<LayerEntry> entries) {
        entries.forEach(entry -> entry.appendTo(this));
    }

    void add(LayerSpec layer) {
        ActivationShape output = layer.output(shape);
        if (!(layer instanceof PlacedSpec) && output.isTooLarge()) {
            throw new LayerMismatchException(
                    "type", "gives " + output + "; allowed: at most " + Integer.MAX_VALUE + " elements of a token");
        }
        for (Product product : layer.products(new LayerSite(1, shape, true))) {
            if (product.estimatedMacs() > MOST_MACS) {
                throw new LayerMismatchException(
                        "type", "has more than 2^42 multiply-accumulates; allowed: fewer, of one layer and sample");
            }
        }
        layers.add(layer);
        shape = output;
    }

    /** Another chain from here, of the same network. */
    LayerChain branch() {
        return new LayerChain(names, shape);
    }

    String name(String written, String kind) {
        return names.unique(written, kind);
    }

    public int size() {
        return layers.size();
    }

    /** The layers from an index on. */
    public Stream<LayerSpec> layers(int from) {
        return layers.subList(from, layers.size()).stream();
    }

    public List<LayerSpec> layers() {
        return List.copyOf(layers);
    }

    /** Shape of one sample behind the last layer. */
    public ActivationShape shape() {
        return shape;
    }

    /** A layer did not fit, which has been reported. */
    static final class BrokenChainException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BrokenChainException(LayerMismatchException cause) {
            super(cause);
        }
    }

    /** Gives every layer of a network a name of its own: the written one, or its kind and number. */
    private static final class Names {
        private final Map<String, Integer> used = new HashMap<>();

        /** A name that stands in a repeat, or twice, is numbered from its second use on. */
        String unique(String written, String kind) {
            if (written.isEmpty()) {
                return kind + used.merge(kind, 1, Integer::sum);
            }
            int use = used.merge(written, 1, Integer::sum);
            return use == 1 ? written : written + "." + use;
        }
    }
}
