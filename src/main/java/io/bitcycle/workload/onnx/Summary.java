package io.bitcycle.workload.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a graph has that its trace does not tell layer by layer. */
final class Summary {
    private int products;
    private int biases;
    private int evened;
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private final Map<Integer, Integer> weightBits = new TreeMap<>();
    private final Map<Integer, Integer> activationBits = new TreeMap<>();

    void product(boolean bias, int weights, int activations) {
        products++;
        biases += bias ? 1 : 0;
        weightBits.merge(weights, 1, Integer::sum);
        activationBits.merge(activations, 1, Integer::sum);
    }

    void evenedPadding() {
        evened++;
    }

    void elementwise(String op) {
        leftOut.merge(op, 1, Integer::sum);
    }

    /** One sentence each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (biases > 0) {
            notes.add("biases of " + biases + " of " + products
                    + " products are not layers of their own; those of convolutions are left out");
        }
        if (evened > 0) {
            notes.add("paddings that differ from side to side are put evenly around, with as many outputs: " + evened
                    + (evened == 1 ? " window" : " windows"));
        }
        if (!leftOut.isEmpty()) {
            notes.add("elementwise work is left out: "
                    + leftOut.entrySet().stream()
                            .map(entry -> entry.getValue() + " " + entry.getKey())
                            .collect(Collectors.joining(", ")));
        }
        if (weightBits.keySet().stream().anyMatch(bits -> bits > 0)
                || activationBits.keySet().stream().anyMatch(bits -> bits > 0)) {
            notes.add("QONNX widths of weights: " + widths(weightBits) + "; of activations: " + widths(activationBits)
                    + "; the precision schedule decides what is simulated");
        }
        return notes;
    }

    private static String widths(Map<Integer, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> (entry.getKey() == 0 ? "none" : entry.getKey() + " bits") + " in " + entry.getValue()
                        + (entry.getValue() == 1 ? " layer" : " layers"))
                .collect(Collectors.joining(", "));
    }
}
