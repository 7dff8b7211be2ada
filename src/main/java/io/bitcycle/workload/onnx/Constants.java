package io.bitcycle.workload.onnx;

import io.bitcycle.workload.onnx.OnnxModel.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tensors of a graph that do not depend on its input, as far as the import of layers asks for them. */
final class Constants {
    private final Map<String, Constant> known = new HashMap<>();

    Constants(Map<String, OnnxTensor> initializers) {
        initializers.forEach((name, tensor) -> known.put(name, new Constant(tensor.dims(), tensor.values(), 0)));
    }

    /**
     * A tensor that does not depend on the input.
     *
     * @param dims empty where they are not known
     * @param values where they are few and known
     * @param bits width that a quantizer gave it, 0 for none
     */
    record Constant(List<Long> dims, List<Double> values, int bits) {
        static final Constant UNKNOWN = new Constant(List.of(), List.of(), 0);
    }

    boolean contains(String name) {
        return known.containsKey(name);
    }

    /** Takes what a node makes of constants. */
    void fold(Node node) {
        Constant folded = folded(node);
        node.outputs().forEach(output -> known.put(output, folded));
    }

    /** Takes the outputs of a node as constants of unknown values. */
    void putUnknown(Node node) {
        node.outputs().forEach(output -> known.put(output, Constant.UNKNOWN));
    }

    /** What a node takes at a place; unknown where it takes nothing, or no constant. */
    Constant input(Node node, int index) {
        return index < node.inputs().size()
                ? known.getOrDefault(node.inputs().get(index), Constant.UNKNOWN)
                : Constant.UNKNOWN;
    }

    /** What a node makes of constants, as far as a later node may ask. */
    private Constant folded(Node node) {
        Constant first = node.inputs().isEmpty() ? Constant.UNKNOWN : input(node, 0);
        return switch (node.op()) {
            case "Constant" ->
                Optional.ofNullable(node.attributes().get("value"))
                        .flatMap(OnnxModel.Attribute::tensor)
                        .map(tensor -> new Constant(tensor.dims(), tensor.values(), 0))
                        .orElse(Constant.UNKNOWN);
            case "Quant" -> new Constant(first.dims(), first.values(), quantBits(node));
            case "BipolarQuant" -> new Constant(first.dims(), List.of(), 1);
            case "Identity", "Cast", "QuantizeLinear", "DequantizeLinear" -> first;
            case "Transpose" -> new Constant(permuted(first.dims(), node.integers("perm")), List.of(), first.bits());
            default -> Constant.UNKNOWN;
        };
    }

    private static List<Long> permuted(List<Long> dims, List<Long> permutation) {
        List<Long> result = new ArrayList<>();
        for (int i = 0; i < dims.size(); i++) {
            long from = permutation.isEmpty() ? dims.size() - 1 - i : i < permutation.size() ? permutation.get(i) : -1;
            if (from < 0 || from >= dims.size()) {
                return List.of();
            }
            result.add(dims.get((int) from));
        }
        return result;
    }

    /** The width that a QONNX quantizer states; 0 where it is none that traces know. */
    int quantBits(Node node) {
        List<Double> values = input(node, 3).values();
        double bits = values.size() == 1 ? values.get(0) : 0;
        return bits >= 1 && bits <= 64 && bits == Math.rint(bits) ? (int) bits : 0;
    }
}
