package io.bitcycle.workload.onnx;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.workload.onnx.OnnxModel.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The layer of each node of a graph, by its operator. */
final class LayerRules {
    private static final Set<String> SAME =
            Set.of("Dropout", "Identity", "Cast", "QuantizeLinear", "DequantizeLinear", "Trunc");

    private final OnnxModel model;
    private final Map<String, Activation> activations;
    private final Constants constants;
    private final Refusals refusals;
    private final Summary summary;
    private final WindowLayers windows;

    /** @param activations what the nodes before computed; read alone */
    LayerRules(
            OnnxModel model,
            Map<String, Activation> activations,
            Constants constants,
            Refusals refusals,
            Summary summary) {
        this.model = model;
        this.activations = activations;
        this.constants = constants;
        this.refusals = refusals;
        this.summary = summary;
        this.windows = new WindowLayers(constants, refusals, summary);
    }

    /** What a node makes of its input; empty after noting that it is not supported, or a problem. */
    Optional<Activation> step(Node node) {
        if (node.inputs().isEmpty() || !activations.containsKey(node.inputs().get(0))) {
            if (node.op().equals("Add") && node.inputs().size() == 2) {
                return Optional.of(scaled(node, activations.get(node.inputs().get(1))));
            }
            return refusals.refuse(node, node.op() + " of a constant");
        }
        Activation x = activations.get(node.inputs().get(0));
        if (SAME.contains(node.op())) {
            return Optional.of(x.as(x.dims(), x.bits()));
        }
        return switch (node.op()) {
            case "Conv" -> windows.convolution(node, x);
            case "Gemm", "MatMul" -> product(node, x);
            case "BatchNormalization" -> Optional.of(x.through(layer(node, "batchnorm"), x.dims()));
            case "Relu" -> Optional.of(x.through(layer(node, "relu"), x.dims()));
            case "Clip" -> clip(node, x);
            case "MaxPool", "AveragePool" -> windows.pool(node, x);
            case "GlobalAveragePool" -> globalAverage(node, x, true);
            case "ReduceMean" -> reduceMean(node, x);
            case "Add" -> sum(node, x);
            case "Mul", "Sub", "Div" -> scaleOnly(node, x);
            case "Flatten" ->
                node.integer("axis", 1) == 1
                        ? Optional.of(x.as(List.of(x.elements()), x.bits()))
                        : refusals.refuse(node, "Flatten from axis " + node.integer("axis", 1));
            case "Reshape" -> reshape(node, x);
            case "Squeeze" ->
                x.isImage() && x.dims().get(1) == 1 && x.dims().get(2) == 1
                        ? Optional.of(x.as(List.of(x.dims().get(0)), x.bits()))
                        : refusals.refuse(node, "Squeeze of " + x.dims());
            case "Softmax", "LogSoftmax" -> softmax(node, x);
            case "Quant" -> Optional.of(x.as(x.dims(), constants.quantBits(node)));
            case "BipolarQuant" -> Optional.of(x.as(x.dims(), 1));
            default -> refusals.refuse(node, node.op());
        };
    }

    private Optional<Activation> product(Node node, Activation x) {
        List<Long> weight = constants.input(node, 1).dims();
        boolean transposed = node.integer("transB", 0) != 0;
        if (weight.size() != 2 || node.integer("transA", 0) != 0) {
            return refusals.refuse(node, node.op() + " that is no activation times a constant matrix");
        }
        long in = weight.get(transposed ? 1 : 0);
        long out = weight.get(transposed ? 0 : 1);
        if (in != x.elements()
                || x.isImage() && (x.dims().get(1) != 1 || x.dims().get(2) != 1)
                || out < 1) {
            return refusals.problem(node, "has weights of " + weight + ", which do not fit an input of " + x.dims());
        }
        summary.product(
                node.op().equals("Gemm") && node.inputs().size() > 2,
                constants.input(node, 1).bits(),
                x.bits());
        ObjectNode layer = layer(node, "linear").put("in", in).put("out", out).put("quantized", true);
        return Optional.of(x.through(layer, List.of(out)));
    }

    private Optional<Activation> globalAverage(Node node, Activation x, boolean image) {
        if (!x.isImage()) {
            return refusals.refuse(node, node.op() + " of features");
        }
        long channels = x.dims().get(0);
        List<Long> dims = image ? List.of(channels, 1L, 1L) : List.of(channels);
        return Optional.of(x.through(layer(node, "global-average-pool"), dims));
    }

    private Optional<Activation> reduceMean(Node node, Activation x) {
        List<Long> axes = node.integers("axes");
        if (axes.isEmpty() && node.inputs().size() > 1) {
            axes = constants.input(node, 1).values().stream()
                    .map(Double::longValue)
                    .toList();
        }
        boolean overImage = axes.stream()
                .map(axis -> axis < 0 ? axis + 4 : axis)
                .collect(Collectors.toSet())
                .equals(Set.of(2L, 3L));
        return overImage
                ? globalAverage(node, x, node.integer("keepdims", 1) != 0)
                : refusals.refuse(node, "ReduceMean that is not over an image");
    }

    private Optional<Activation> clip(Node node, Activation x) {
        double low = bound(node, 1, "min");
        double high = bound(node, 2, "max");
        if (low == 0 && high == 6) {
            return Optional.of(x.through(layer(node, "relu6"), x.dims()));
        }
        return low == 0 && Double.isNaN(high)
                ? Optional.of(x.through(layer(node, "relu"), x.dims()))
                : refusals.refuse(node, "Clip to " + low + " and " + high);
    }

    private double bound(Node node, int input, String attribute) {
        List<Double> values = constants.input(node, input).values();
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
            return refusals.refuse(node, "Add of " + x.dims() + " and " + other.dims());
        }
        return Optional.of(x.plus(other));
    }

    private Optional<Activation> scaleOnly(Node node, Activation x) {
        boolean byConstant =
                node.inputs().size() == 2 && constants.contains(node.inputs().get(1));
        return byConstant ? Optional.of(scaled(node, x)) : refusals.refuse(node, node.op() + " of two activations");
    }

    /** An elementwise operation with a constant, whose work is left out. */
    private Activation scaled(Node node, Activation x) {
        summary.elementwise(node.op());
        return x.as(x.dims(), 0);
    }

    private Optional<Activation> reshape(Node node, Activation x) {
        List<Double> target = constants.input(node, 1).values();
        boolean flattens = target.isEmpty() || target.size() == 2;
        boolean sameShape = target.size() == x.dims().size() + 1
                && target.subList(1, target.size())
                        .equals(x.dims().stream().map(Long::doubleValue).toList());
        if (sameShape) {
            return Optional.of(x.as(x.dims(), x.bits()));
        }
        return flattens
                ? Optional.of(x.as(List.of(x.elements()), x.bits()))
                : refusals.refuse(node, "Reshape that does not give features");
    }

    private Optional<Activation> softmax(Node node, Activation x) {
        boolean last =
                model.outputs().stream().anyMatch(output -> node.outputs().contains(output.name()));
        if (last) {
            summary.elementwise(node.op());
        }
        return last ? Optional.of(x.as(x.dims(), 0)) : refusals.refuse(node, node.op() + " before the end");
    }

    /** An entry of a trace with the node's name. */
    static ObjectNode layer(Node node, String type) {
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
}
