package io.bitcycle.workload.onnx;

import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import io.bitcycle.json.Quoted;
import io.bitcycle.workload.onnx.OnnxModel.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the nodes of a graph from its input: infers the shape behind each, makes the trace's layers, and collects what
 * cannot be one. A tensor behind such a node is unknown; what uses it is not reported again.
 */
final class GraphWalk {
    private final OnnxModel model;
    private final Position whole;
    private final Problems problems;
    private final Map<String, Activation> activations = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private final Summary summary = new Summary();
    private final Constants constants;
    private final Refusals refusals;
    private final LayerRules rules;

    GraphWalk(OnnxModel model, Position whole, Problems problems) {
        this.model = model;
        this.whole = whole;
        this.problems = problems;
        constants = new Constants(model.initializers());
        refusals = new Refusals(whole, problems);
        rules = new LayerRules(model, activations, constants, refusals, summary);
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
        refusals.report();
        if (problems.count() == before && !activations.containsKey(outputName)) {
            problems.add(whole, "graph.output", Quoted.of(outputName) + " does not depend on the input");
        }
        return problems.count() == before ? Optional.of(activations.get(outputName)) : Optional.empty();
    }

    private void visit(Node node) {
        List<String> inputs =
                node.inputs().stream().filter(name -> !name.isEmpty()).toList();
        Optional<String> undefined = inputs.stream()
                .filter(name -> !activations.containsKey(name) && !constants.contains(name) && !unknown.contains(name))
                .findFirst();
        if (undefined.isPresent()) {
            refusals.problem(node, "uses " + Quoted.of(undefined.get()) + ", which no node before it computes");
            unknown.addAll(node.outputs());
            return;
        }
        if (inputs.stream().allMatch(constants::contains)) {
            constants.fold(node);
            return;
        }
        if (node.op().equals("Shape") || node.op().equals("Size")) {
            constants.putUnknown(node);
            return;
        }
        boolean poisoned = inputs.stream().anyMatch(unknown::contains);
        Optional<Activation> result = poisoned ? Optional.empty() : rules.step(node);
        if (poisoned && !Refusals.isKnown(node.op())) {
            refusals.refuse(node, node.op());
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
}
