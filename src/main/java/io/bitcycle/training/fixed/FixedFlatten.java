package io.bitcycle.training.fixed;

/** [N, C, H, W] as [N, C · H · W]: the same numbers in the same place, so no work. */
final class FixedFlatten implements FixedLayer {
    private final String name;
    private int[] inputShape;

    FixedFlatten(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FixedTensor forward(FixedTensor input, FixedStep step) {
        inputShape = input.shape();
        return input.reshaped(input.dim(0), input.size() / input.dim(0));
    }

    @Override
    public FixedTensor backward(FixedTensor outputGradient, FixedStep step) {
        return outputGradient.reshaped(inputShape);
    }
}
