package io.bitcycle.training.fixed;

import java.util.List;

/** Layers one after the other; of none it is the identity. */
final class FixedSequential implements FixedLayer {
    private final String name;
    private final List<FixedLayer> layers;

    FixedSequential(String name, List<FixedLayer> layers) {
        this.name = name;
        this.layers = List.copyOf(layers);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<FixedParameter> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    @Override
    public List<FixedLayer> children() {
        return layers;
    }

    @Override
    public FixedTensor forward(FixedTensor input, FixedStep step) {
        FixedTensor value = input;
        for (FixedLayer layer : layers) {
            value = layer.forward(value, step);
        }
        return value;
    }

    /** Ends at a layer that gives no input gradient. */
    @Override
    public FixedTensor backward(FixedTensor outputGradient, FixedStep step) {
        FixedTensor gradient = outputGradient;
        for (int i = layers.size() - 1; i >= 0 && gradient != null; i--) {
            gradient = layers.get(i).backward(gradient, step);
        }
        return gradient;
    }
}
