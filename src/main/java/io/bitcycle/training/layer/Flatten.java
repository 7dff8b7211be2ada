package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;

/** [N, C, H, W] as [N, C · H · W]: the same values in the same place, so no work. */
public final class Flatten implements Layer {
    private final String name;
    private final Kept<int[]> inputShape;

    public Flatten(String name) {
        this.name = name;
        this.inputShape = new Kept<>(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        if (step.training()) {
            inputShape.keep(input.shape());
        }
        Planes planes = Planes.of(input, name);
        return input.reshaped(planes.batch(), planes.channels() * planes.size());
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        return outputGradient.reshaped(inputShape.take());
    }
}
