package io.bitcycle.workload.onnx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts a graph's layers one after the other; what lies between a sum and where its branches part is a residual block. */
final class LayerTree {
    private static final int DEEPEST = 20;
    private static final int MOST_LAYERS = 10_000;

    private final Set<Activation> placed = new HashSet<>();

    /** The graph is not made of chains and blocks, or of too many. */
    static final class NotNestedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotNestedException(String message) {
            super(message);
        }
    }

    /**
     * The layers from a tensor to another.
     *
     * @throws NotNestedException when they are no chain of layers and residual blocks
     */
    ArrayNode between(Activation from, Activation to) {
        return between(from, to, 0);
    }

    private ArrayNode between(Activation from, Activation to, int depth) {
        if (depth > DEEPEST) {
            throw new NotNestedException("nests sums more than " + DEEPEST + " deep");
        }
        List<ObjectNode> backwards = new ArrayList<>();
        for (Activation here = to; here != from; here = here.dominator()) {
            if ((here.layer().isPresent() || here.sources().size() == 2) && !placed.add(here)) {
                throw new NotNestedException(
                        "has sums whose branches overlap; allowed: sums of two branches that part at one tensor");
            }
            if (placed.size() > MOST_LAYERS) {
                throw new NotNestedException("has more than " + MOST_LAYERS + " layers; allowed: fewer");
            }
            here.layer().ifPresent(backwards::add);
            if (here.sources().size() == 2) {
                backwards.add(sum(here, depth));
            }
        }
        Collections.reverse(backwards);
        ArrayNode layers = JsonNodeFactory.instance.arrayNode();
        layers.addAll(backwards);
        return layers;
    }

    private ObjectNode sum(Activation sum, int depth) {
        ArrayNode first = between(sum.dominator(), sum.sources().get(0), depth + 1);
        ArrayNode second = between(sum.dominator(), sum.sources().get(1), depth + 1);
        boolean swap = first.size() < second.size();
        ArrayNode body = swap ? second : first;
        ArrayNode shortcut = swap ? first : second;
        if (body.isEmpty()) {
            throw new NotNestedException("adds a tensor to itself; allowed: sums of two branches");
        }
        ObjectNode residual = JsonNodeFactory.instance.objectNode().put("type", "residual");
        residual.set("body", body);
        if (!shortcut.isEmpty()) {
            residual.set("shortcut", shortcut);
        }
        return residual;
    }
}
