package io.bitcycle.workload.work;

import io.bitcycle.workload.Operation;
import java.util.ArrayList;
import java.util.List;

/** Layers one after the other; of none, the identity. */
public record SequentialWork(List<LayerWork> layers) implements LayerWork {
    public SequentialWork {
        layers = List.copyOf(layers);
    }

    @Override
    public List<Operation> forward(boolean training) {
        List<Operation> ops = new ArrayList<>();
        layers.forEach(layer -> ops.addAll(layer.forward(training)));
        return ops;
    }

    /** Ends at a layer that gives no input gradient. */
    @Override
    public List<Operation> backward() {
        List<Operation> ops = new ArrayList<>();
        backwardOrder().forEach(layer -> ops.addAll(layer.backward()));
        return ops;
    }

    /** The layers that have a backward pass, the last one first. */
    List<LayerWork> backwardOrder() {
        List<LayerWork> order = new ArrayList<>();
        for (int i = layers.size() - 1; i >= 0; i--) {
            order.add(layers.get(i));
            if (!layers.get(i).givesInputGradient()) {
                break;
            }
        }
        return order;
    }

    @Override
    public boolean givesInputGradient() {
        return layers.stream().allMatch(LayerWork::givesInputGradient);
    }

    @Override
    public List<ParameterSize> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }
}
