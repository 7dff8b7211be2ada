package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import java.util.List;

/** A layer that treats each token of text like a sample: sequences [N, T, F] pass it as rows [N · T, F]. */
public final class PerToken implements Layer {
    private final Layer layer;
    private final Kept<int[]> shape;

    public PerToken(Layer layer) {
        this.layer = layer;
        this.shape = new Kept<>(layer.name());
    }

    @Override
    public String name() {
        return layer.name();
    }

    @Override
    public List<Parameter> parameters() {
        return layer.parameters();
    }

    @Override
    public List<Layer> children() {
        return List.of(layer);
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        if (step.training()) {
            shape.keep(input.shape());
        }
        FloatTensor output = layer.forward(input.reshaped(input.dim(0) * input.dim(1), input.dim(2)), step);
        return output.reshaped(input.dim(0), input.dim(1), output.dim(1));
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        int[] inputShape = shape.take();
        FloatTensor gradient =
                layer.backward(outputGradient.reshaped(inputShape[0] * inputShape[1], outputGradient.dim(2)), step);
        return gradient == null ? null : gradient.reshaped(inputShape);
    }
}
