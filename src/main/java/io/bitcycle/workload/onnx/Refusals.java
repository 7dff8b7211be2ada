package io.bitcycle.workload.onnx;

import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.json.Quoted;
import io.bitcycle.workload.onnx.OnnxModel.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What of a graph cannot be imported: operators that are not supported, told together, and nodes that are not right. */
final class Refusals {
    /** Supported operators, for messages; {@link LayerRules} knows what they do. */
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

    /** Operators of recurrent networks and attention, ONNX's own and those of ONNX Runtime. */
    private static final Set<String> OF_SEQUENCES = Set.of(
            "LSTM",
            "GRU",
            "RNN",
            "Scan",
            "Loop",
            "Attention",
            "MultiHeadAttention",
            "QAttention",
            "LayerNormalization");

    private static final String SEQUENCES =
            ". Recurrent networks and attention are not imported; a trace states them itself,"
                    + " as traces/lstm-ptb.json and traces/transformer-wikitext103.json do";
    private static final int SHOWN_NODES = 5;

    private final Position whole;
    private final Problems problems;
    private final Map<String, List<String>> unsupported = new LinkedHashMap<>();
    private boolean ofSequences;

    Refusals(Position whole, Problems problems) {
        this.whole = whole;
        this.problems = problems;
    }

    /** Whether an operator may be supported, depending on its attributes. */
    static boolean isKnown(String operator) {
        return KNOWN.contains(operator);
    }

    /** Notes a node of a kind that is not supported; the result is always empty. */
    Optional<Activation> refuse(Node node, String what) {
        String domain = node.domain().isEmpty() ? "" : node.domain() + ".";
        ofSequences |= OF_SEQUENCES.contains(node.op());
        unsupported
                .computeIfAbsent(Quoted.of(domain + what), key -> new ArrayList<>())
                .add(node.label());
        return Optional.empty();
    }

    /** Reports what is wrong with one node; the result is always empty. */
    Optional<Activation> problem(Node node, String message) {
        problems.add(whole, "graph.node " + Quoted.of(node.label()) + " (" + Quoted.of(node.op()) + ")", message);
        return Optional.empty();
    }

    /** Reports what was noted, if anything. */
    void report() {
        if (!unsupported.isEmpty()) {
            problems.add(whole, "", unsupported());
        }
    }

    private String unsupported() {
        return "has operators that are not supported: "
                + unsupported.entrySet().stream()
                        .map(entry -> entry.getKey() + " (" + shown(entry.getValue()) + ")")
                        .collect(Collectors.joining(", "))
                + "; allowed: " + String.join(", ", LAYERS)
                + (ofSequences ? SEQUENCES : "");
    }

    private static String shown(List<String> nodes) {
        String first = nodes.stream().limit(SHOWN_NODES).map(Quoted::of).collect(Collectors.joining(", "));
        return nodes.size() <= SHOWN_NODES ? first : first + " and " + (nodes.size() - SHOWN_NODES) + " more";
    }
}
