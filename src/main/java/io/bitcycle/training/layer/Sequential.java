package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.TrainingPass;
import java.util.List;

/** Layers one after the other. Of no layers it is the identity. */
public final class Sequential implements Layer {
    private final String name;
    private final List<Layer> layers;

    public Sequential(String name, List<Layer> layers) {
        this.name = name;
        this.layers = List.copyOf(layers);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Parameter> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    @Override
    public void skip() {
        layers.forEach(Layer::skip);
    }

    @Override
    public List<Layer> children() {
        return layers;
    }

    /** What the outermost layers return. */
    @Override
    public boolean givesAway() {
        return !layers.isEmpty()
                && layers.get(0).givesAway()
                && layers.get(layers.size() - 1).givesAway();
    }

    @Override
    public boolean keepsInput() {
        return layers.isEmpty() || layers.get(0).keepsInput();
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        FloatTensor value = input;
        boolean ours = false;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            if (goesWithNext(i, step)) {
                value = ((BeforeRelu) layer).forward(value, ours, (Relu) layers.get(++i), step);
            } else {
                value = ours ? layer.forwardOver(value, step) : layer.forward(value, step);
            }
            ours = layer.givesAway();
            step.observer().values(layer.name(), TrainingPass.FORWARD, "output", value);
        }
        return value;
    }

    /**
     * Ends at a layer that gives no input gradient.
     *
     * @throws IllegalStateException if a layer below that one has parameters
     */
    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        FloatTensor gradient = outputGradient;
        boolean ours = false;
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            if (i > 0 && goesWithNext(i - 1, step)) {
                gradient = ((BeforeRelu) layers.get(--i)).backward(gradient, ours, (Relu) layer, step);
            } else {
                gradient = ours ? layer.backwardOver(gradient, step) : layer.backward(gradient, step);
            }
            ours = layer.givesAway();
            if (gradient == null) {
                requireNoParametersBelow(i);
                return null;
            }
            step.observer().values(layer.name(), TrainingPass.BACKWARD_DATA, "grad_input", gradient);
        }
        return gradient;
    }

    /** Whether a layer and the next are done together; who observes a step wants to see what is between. */
    private boolean goesWithNext(int i, Step step) {
        return step.observer() == TensorObserver.NONE
                && i + 1 < layers.size()
                && layers.get(i) instanceof BeforeRelu
                && layers.get(i + 1) instanceof Relu;
    }

    private void requireNoParametersBelow(int last) {
        for (Layer layer : layers.subList(0, last)) {
            if (!layer.parameters().isEmpty()) {
                throw new IllegalStateException(layers.get(last).name()
                        + " is built as a network's first layer and gives no input gradient, but " + layer.name()
                        + " below it has parameters");
            }
        }
    }
}
