package io.bitcycle.workload.onnx;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.json.Quoted;
import io.bitcycle.workload.onnx.OnnxModel.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows the nodes of a graph from its input: infers the shape behind each, makes the trace's layers, and collects what
 * cannot be one. A tensor behind such a node is unknown; what uses it is not reported again.
 */
final class GraphWalk {
    /** Supported operators, for messages; {@link #step} knows what they do. */
    private static final List<String> LAYERS = List.of(
            "Conv",
            "Gemm",
            "MatMul",
            "BatchNormalization",
            "Relu",
            "Clip (to 0 and 6)",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "ReduceMean (over an image)",
            "Add",
            "Flatten",
            "Reshape (to features)",
            "Squeeze",
            "Dropout",
            "Identity",
            "Cast",
            "Softmax and LogSoftmax (at the end)",
            "Mul, Sub and Div (by a constant)",
            "QuantizeLinear",
            "DequantizeLinear",
            "QONNX's Quant, BipolarQuant and Trunc",
            "whatever has only constant inputs");

    /** Operators that may be supported, depending on their attributes. */
    private static final Set<String> KNOWN = Set.of(
            "Conv",
            "Gemm",
            "MatMul",
            "BatchNormalization",
            "Relu",
            "Clip",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "ReduceMean",
            "Add",
            "Flatten",
            "Reshape",
            "Squeeze",
            "Dropout",
            "Identity",
            "Cast",
            "Softmax",
            "LogSoftmax",
            "Mul",
            "Sub",
            "Div",
            "QuantizeLinear",
            "DequantizeLinear",
            "Quant",
            "BipolarQuant",
            "Trunc");

    private static final Set<String> SAME =
            Set.of("Dropout", "Identity", "Cast", "QuantizeLinear", "DequantizeLinear", "Trunc");
    private static final int SHOWN_NODES = 5;

    private final OnnxModel model;
    private final Position whole;
    private final Problems problems;
    private final Map<String, Activation> activations = new HashMap<>();
    private final Map<String, Constant> constants = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private final Map<String, List<String>> unsupported = new LinkedHashMap<>();
    private final Summary summary = new Summary();

    /**
     * A tensor that does not depend on the input.
     *
     * @param dims empty where they are not known
     * @param values where they are few and known
     * @param bits width that a quantizer gave it, 0 for none
     */
    private record Constant(List<Long> dims, List<Double> values, int bits) {
        static final Constant UNKNOWN = new Constant(List.of(), List.of(), 0);
    }

    GraphWalk(OnnxModel model, Position whole, Problems problems) {
        this.model = model;
        this.whole = whole;
        this.problems = problems;
        model.initializers()
                .forEach((name, tensor) -> constants.put(name, new Constant(tensor.dims(), tensor.values(), 0)));
    }

    Summary summary() {
        return summary;
    }

    /** The output that the input gives; empty after reporting at least one problem. */
    Optional<Activation> run(String inputName, Activation input, String outputName) {
        int before = problems.count();
        activations.put(inputName, input);
        for (Node node : model.nodes()) {
            visit(node);
        }
        if (!unsupported.isEmpty()) {
            problems.add(whole, "", unsupported());
        }
        if (problems.count() == before && !activations.containsKey(outputName)) {
            problems.add(whole, "graph.output", Quoted.of(outputName) + " does not depend on the input");
        }
        return problems.count() == before ? Optional.of(activations.get(outputName)) : Optional.empty();
    }

    private String unsupported() {
        return "has operators that are not supported: "
                + unsupported.entrySet().stream()
                        .map(entry -> entry.getKey() + " (" + shown(entry.getValue()) + ")")
                        .collect(Collectors.joining(", "))
                + "; allowed: " + String.join(", ", LAYERS);
    }

    private static String shown(List<String> nodes) {
        String first = nodes.stream().limit(SHOWN_NODES).map(Quoted::of).collect(Collectors.joining(", "));
        return nodes.size() <= SHOWN_NODES ? first : first + " and " + (nodes.size() - SHOWN_NODES) + " more";
    }

    private void visit(Node node) {
        List<String> inputs =
                node.inputs().stream().filter(name -> !name.isEmpty()).toList();
        Optional<String> undefined = inputs.stream()
                .filter(name ->
                        !activations.containsKey(name) && !constants.containsKey(name) && !unknown.contains(name))
                .findFirst();
        if (undefined.isPresent()) {
            problem(node, "uses " + Quoted.of(undefined.get()) + ", which no node before it computes");
            unknown.addAll(node.outputs());
            return;
        }
        if (inputs.stream().allMatch(constants::containsKey)) {
            Constant folded = fold(node);
            node.outputs().forEach(output -> constants.put(output, folded));
            return;
        }
        if (node.op().equals("Shape") || node.op().equals("Size")) {
            node.outputs().forEach(output -> constants.put(output, Constant.UNKNOWN));
            return;
        }
        boolean poisoned = inputs.stream().anyMatch(unknown::contains);
        Optional<Activation> result = poisoned ? Optional.empty() : step(node);
        if (poisoned && !KNOWN.contains(node.op())) {
            refuse(node, node.op());
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            String output = node.outputs().get(i);
            if (i == 0 && result.isPresent()) {
                activations.put(output, result.get());
            } else {
                unknown.add(output);
            }
        }
    }

    /** What a node makes of constants, as far as a later node may ask. */
    private Constant fold(Node node) {
        Constant first = node.inputs().isEmpty() ? Constant.UNKNOWN : constant(node, 0);
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

    /** What a node makes of its input; empty after noting that it is not supported, or a problem. */
    private Optional<Activation> step(Node node) {
        if (node.inputs().isEmpty() || !activations.containsKey(node.inputs().get(0))) {
            if (node.op().equals("Add") && node.inputs().size() == 2) {
                return Optional.of(scaled(node, activations.get(node.inputs().get(1))));
            }
            return refuse(node, node.op() + " of a constant");
        }
        Activation x = activations.get(node.inputs().get(0));
        if (SAME.contains(node.op())) {
            return Optional.of(x.as(x.dims(), x.bits()));
        }
        return switch (node.op()) {
            case "Conv" -> convolution(node, x);
            case "Gemm", "MatMul" -> product(node, x);
            case "BatchNormalization" -> Optional.of(x.through(layer(node, "batchnorm"), x.dims()));
            case "Relu" -> Optional.of(x.through(layer(node, "relu"), x.dims()));
            case "Clip" -> clip(node, x);
            case "MaxPool", "AveragePool" -> pool(node, x);
            case "GlobalAveragePool" -> globalAverage(node, x, true);
            case "ReduceMean" -> reduceMean(node, x);
            case "Add" -> sum(node, x);
            case "Mul", "Sub", "Div" -> scaleOnly(node, x);
            case "Flatten" ->
                node.integer("axis", 1) == 1
                        ? Optional.of(x.as(List.of(x.elements()), x.bits()))
                        : refuse(node, "Flatten from axis " + node.integer("axis", 1));
            case "Reshape" -> reshape(node, x);
            case "Squeeze" ->
                x.isImage() && x.dims().get(1) == 1 && x.dims().get(2) == 1
                        ? Optional.of(x.as(List.of(x.dims().get(0)), x.bits()))
                        : refuse(node, "Squeeze of " + x.dims());
            case "Softmax", "LogSoftmax" -> softmax(node, x);
            case "Quant" -> Optional.of(x.as(x.dims(), quantBits(node)));
            case "BipolarQuant" -> Optional.of(x.as(x.dims(), 1));
            default -> refuse(node, node.op());
        };
    }

    private Optional<Activation> convolution(Node node, Activation x) {
        Constant weight = constant(node, 1);
        Optional<Window> window = Window.of(node, x, weight.dims());
        long groups = node.integer("group", 1);
        if (weight.dims().size() != 4 || !x.isImage()) {
            return refuse(node, "Conv that is not two-dimensional, or whose weights are no constant");
        }
        if (window.isEmpty()) {
            return refuse(node, "Conv with unequal strides, dilations or paddings");
        }
        long channels = x.dims().get(0);
        long outputs = weight.dims().get(0);
        if (groups < 1
                || outputs < 1
                || outputs % groups != 0
                || (double) weight.dims().get(1) * groups != channels) {
            problem(
                    node,
                    "has weights of " + weight.dims() + " in " + groups + " groups, which do not fit " + channels
                            + " input channels");
            return Optional.empty();
        }
        ObjectNode layer = layer(node, "conv").put("in", channels).put("out", outputs);
        window.get().describe(layer);
        if (groups > 1) {
            layer.put("groups", groups);
        }
        summary.product(node.inputs().size() > 2, weight.bits(), x.bits());
        return output(node, x, layer, outputs, window.get());
    }

    private Optional<Activation> output(Node node, Activation x, ObjectNode layer, long channels, Window window) {
        long height = window.outputs(x.dims().get(1), window.height());
        long width = window.outputs(x.dims().get(2), window.width());
        if (height < 1 || width < 1) {
            problem(
                    node,
                    "has a window larger than its padded input of " + x.dims().get(1) + "x"
                            + x.dims().get(2));
            return Optional.empty();
        }
        if ((double) channels * height * width > Integer.MAX_VALUE) {
            problem(node, "gives " + channels + "x" + height + "x" + width + " elements; allowed: at most 2147483647");
            return Optional.empty();
        }
        return Optional.of(x.through(layer, List.of(channels, height, width)));
    }

    private Optional<Activation> product(Node node, Activation x) {
        List<Long> weight = constant(node, 1).dims();
        boolean transposed = node.integer("transB", 0) != 0;
        if (weight.size() != 2 || node.integer("transA", 0) != 0) {
            return refuse(node, node.op() + " that is no activation times a constant matrix");
        }
        long in = weight.get(transposed ? 1 : 0);
        long out = weight.get(transposed ? 0 : 1);
        if (in != x.elements()
                || x.isImage() && (x.dims().get(1) != 1 || x.dims().get(2) != 1)
                || out < 1) {
            problem(node, "has weights of " + weight + ", which do not fit an input of " + x.dims());
            return Optional.empty();
        }
        summary.product(
                node.op().equals("Gemm") && node.inputs().size() > 2,
                constant(node, 1).bits(),
                x.bits());
        ObjectNode layer = layer(node, "linear").put("in", in).put("out", out).put("quantized", true);
        return Optional.of(x.through(layer, List.of(out)));
    }

    private Optional<Activation> pool(Node node, Activation x) {
        boolean max = node.op().equals("MaxPool");
        List<Long> kernel = node.integers("kernel_shape");
        if (!x.isImage() || kernel.size() != 2 || !kernel.get(0).equals(kernel.get(1))) {
            return refuse(node, node.op() + " whose window is not square");
        }
        Optional<Window> window = Window.of(node, x, List.of(1L, 1L, kernel.get(0), kernel.get(1)));
        if (window.isEmpty() || !max && window.get().padding() > 0) {
            return refuse(node, node.op() + " with unequal strides, dilations or paddings");
        }
        if (node.integer("ceil_mode", 0) != 0 && !window.get().isExact(x)) {
            return refuse(node, node.op() + " that rounds its outputs up");
        }
        ObjectNode layer = layer(node, max ? "max-pool" : "average-pool");
        window.get().describe(layer);
        return output(node, x, layer, x.dims().get(0), window.get());
    }

    private Optional<Activation> globalAverage(Node node, Activation x, boolean image) {
        if (!x.isImage()) {
            return refuse(node, node.op() + " of features");
        }
        long channels = x.dims().get(0);
        List<Long> dims = image ? List.of(channels, 1L, 1L) : List.of(channels);
        return Optional.of(x.through(layer(node, "global-average-pool"), dims));
    }

    private Optional<Activation> reduceMean(Node node, Activation x) {
        List<Long> axes = node.integers("axes");
        if (axes.isEmpty() && node.inputs().size() > 1) {
            axes = constant(node, 1).values().stream().map(Double::longValue).toList();
        }
        boolean overImage = axes.stream()
                .map(axis -> axis < 0 ? axis + 4 : axis)
                .collect(Collectors.toSet())
                .equals(Set.of(2L, 3L));
        return overImage
                ? globalAverage(node, x, node.integer("keepdims", 1) != 0)
                : refuse(node, "ReduceMean that is not over an image");
    }

    private Optional<Activation> clip(Node node, Activation x) {
        double low = bound(node, 1, "min");
        double high = bound(node, 2, "max");
        if (low == 0 && high == 6) {
            return Optional.of(x.through(layer(node, "relu6"), x.dims()));
        }
        return low == 0 && Double.isNaN(high)
                ? Optional.of(x.through(layer(node, "relu"), x.dims()))
                : refuse(node, "Clip to " + low + " and " + high);
    }

    private double bound(Node node, int input, String attribute) {
        List<Double> values = constant(node, input).values();
        if (values.size() == 1) {
            return values.get(0);
        }
        OnnxModel.Attribute found = node.attributes().get(attribute);
        return found == null ? Double.NaN : found.real();
    }

    private Optional<Activation> sum(Node node, Activation x) {
        Activation other =
                activations.get(node.inputs().size() > 1 ? node.inputs().get(1) : "");
        if (other == null) {
            return Optional.of(scaled(node, x));
        }
        if (!other.dims().equals(x.dims())) {
            return refuse(node, "Add of " + x.dims() + " and " + other.dims());
        }
        return Optional.of(x.plus(other));
    }

    private Optional<Activation> scaleOnly(Node node, Activation x) {
        boolean byConstant =
                node.inputs().size() == 2 && constants.containsKey(node.inputs().get(1));
        return byConstant ? Optional.of(scaled(node, x)) : refuse(node, node.op() + " of two activations");
    }

    /** An elementwise operation with a constant, whose work is left out. */
    private Activation scaled(Node node, Activation x) {
        summary.elementwise(node.op());
        return x.as(x.dims(), 0);
    }

    private Optional<Activation> reshape(Node node, Activation x) {
        List<Double> target = constant(node, 1).values();
        boolean flattens = target.isEmpty() || target.size() == 2;
        boolean sameShape = target.size() == x.dims().size() + 1
                && target.subList(1, target.size())
                        .equals(x.dims().stream().map(Long::doubleValue).toList());
        if (sameShape) {
            return Optional.of(x.as(x.dims(), x.bits()));
        }
        return flattens
                ? Optional.of(x.as(List.of(x.elements()), x.bits()))
                : refuse(node, "Reshape that does not give features");
    }

    private Optional<Activation> softmax(Node node, Activation x) {
        boolean last =
                model.outputs().stream().anyMatch(output -> node.outputs().contains(output.name()));
        if (last) {
            summary.elementwise(node.op());
        }
        return last ? Optional.of(x.as(x.dims(), 0)) : refuse(node, node.op() + " before the end");
    }

    private int quantBits(Node node) {
        List<Double> values = constant(node, 3).values();
        double bits = values.size() == 1 ? values.get(0) : 0;
        return bits >= 1 && bits <= 64 && bits == Math.rint(bits) ? (int) bits : 0;
    }

    private Constant constant(Node node, int input) {
        return input < node.inputs().size()
                ? constants.getOrDefault(node.inputs().get(input), Constant.UNKNOWN)
                : Constant.UNKNOWN;
    }

    private ObjectNode layer(Node node, String type) {
        ObjectNode layer = JsonNodeFactory.instance.objectNode().put("type", type);
        String name = node.label().replaceAll("\\p{Cntrl}", " ").strip();
        if (!name.isEmpty()) {
            layer.put(
                    "name",
                    name.length() <= 64
                            ? name
                            : name.substring(name.length() - 64).strip());
        }
        return layer;
    }

    private Optional<Activation> refuse(Node node, String what) {
        String domain = node.domain().isEmpty() ? "" : node.domain() + ".";
        unsupported
                .computeIfAbsent(Quoted.of(domain + what), key -> new ArrayList<>())
                .add(node.label());
        return Optional.empty();
    }

    private void problem(Node node, String message) {
        problems.add(whole, "graph.node " + Quoted.of(node.label()) + " (" + Quoted.of(node.op()) + ")", message);
    }
}
