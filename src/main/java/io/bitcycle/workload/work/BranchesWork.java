package io.bitcycle.workload.work;

import io.bitcycle.workload.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts that start from one input, whose gradients are added.
 *
 * @param parts in order of execution
 * @param gradients elements of the gradients that are added to the first part's
 */
public record BranchesWork(String layer, List<LayerWork> parts, List<Long> gradients) implements LayerWork {
    public BranchesWork {
        parts = List.copyOf(parts);
        gradients = List.copyOf(gradients);
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
        if (givesInputGradient()) {
            gradients.forEach(elements -> ops.add(ResidualWork.addGradients(layer, elements)));
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
