package io.bitcycle.workload.work;

import io.bitcycle.workload.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts that start from one input, whose gradients are added.
 *
 * @param inputs elements of the input
 * @param branches how many read it
 * @param parts in order of execution
 */
public record BranchesWork(String layer, long inputs, int branches, List<LayerWork> parts) implements LayerWork {
    public BranchesWork {
        parts = List.copyOf(parts);
    }

    @Override
    public List<Operation> forward(boolean training) {
        List<Operation> ops = new ArrayList<>();
        parts.forEach(part -> ops.addAll(part.forward(training)));
        return ops;
    }

    @Override
    public List<Operation> backward() {
        List<Operation> ops = new ArrayList<>();
        for (int i = parts.size() - 1; i >= 0; i--) {
            ops.addAll(parts.get(i).backward());
        }
        for (int i = 1; i < branches && givesInputGradient(); i++) {
            ops.add(ResidualWork.addGradients(layer, inputs));
        }
        return ops;
    }

    @Override
    public boolean givesInputGradient() {
        return parts.get(0).givesInputGradient();
    }

    @Override
    public List<ParameterSize> parameters() {
        return parts.stream().flatMap(part -> part.parameters().stream()).toList();
    }
}
