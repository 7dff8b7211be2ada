package io.bitcycle.workload.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model file says of its graph.
 *
 * @param producer the program that wrote it, may be empty
 * @param initializers constant tensors by name
 */
record OnnxModel(
        String producer,
        String graph,
        List<Value> inputs,
        List<Value> outputs,
        List<Node> nodes,
        Map<String, OnnxTensor> initializers) {
    /**
     * A graph input or output.
     *
     * @param dims -1 for a symbolic size; empty where the file states no shape
     */
    record Value(String name, Optional<List<Long>> dims) {}

    /**
     * An operation.
     *
     * @param domain empty for ONNX's own operators
     */
    record Node(
            String name,
            String op,
            String domain,
            List<String> inputs,
            List<String> outputs,
            Map<String, Attribute> attributes) {
        /** The node as messages name it: by its name, else by what it computes. */
        String label() {
            return !name.isEmpty() ? name : outputs.isEmpty() ? op : outputs.get(0);
        }

        long integer(String attribute, long otherwise) {
            Attribute found = attributes.get(attribute);
            return found == null ? otherwise : found.integer();
        }

        List<Long> integers(String attribute) {
            Attribute found = attributes.get(attribute);
            return found == null ? List.of() : found.integers();
        }

        String text(String attribute, String otherwise) {
            Attribute found = attributes.get(attribute);
            return found == null || found.text().isEmpty() ? otherwise : found.text();
        }
    }

    /** An attribute; what it does not hold is 0 or empty. */
    record Attribute(
            String name, double real, long integer, String text, List<Long> integers, Optional<OnnxTensor> tensor) {}
}
