package io.bitcycle.workload.onnx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A tensor that depends on the graph's input, for one sample.
 *
 * @param dims its shape without the batch: channels, height and width, or features
 * @param layer the entry of a trace that computes it; empty where the work is left out or there is none
 * @param sources none for the input, two for a sum, else one
 * @param dominator the last tensor before it that all its paths from the input pass; itself null for the input
 * @param depth steps from the input along dominators
 * @param bits width that a quantizer of the graph gave it, 0 for none
 */
record Activation(
        List<Long> dims,
        Optional<ObjectNode> layer,
        List<Activation> sources,
        Activation dominator,
        int depth,
        int bits) {
    Activation {
        dims = List.copyOf(dims);
        sources = List.copyOf(sources);
    }

    static Activation input(List<Long> dims) {
        return new Activation(dims, Optional.empty(), List.of(), null, 0, 0);
    }

    /** What a layer makes of it. */
    Activation through(ObjectNode layer, List<Long> output) {
        return new Activation(output, Optional.of(layer), List.of(this), this, depth + 1, 0);
    }

    /** The same values, perhaps in another shape or of another width. */
    Activation as(List<Long> shape, int width) {
        return new Activation(shape, Optional.empty(), List.of(this), this, depth + 1, width);
    }

    /** Its sum with another of the same shape. */
    Activation plus(Activation other) {
        Activation a = this;
        Activation b = other;
        while (a != b) {
            if (a.depth >= b.depth) {
                a = a.dominator;
            } else {
                b = b.dominator;
            }
        }
        return new Activation(dims, Optional.empty(), List.of(this, other), a, a.depth + 1, 0);
    }

    boolean isImage() {
        return dims.size() == 3;
    }

    long elements() {
        return dims.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    }

    /** Records compare by content; tensors are the same only when they are one. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "activation " + dims;
    }
}
