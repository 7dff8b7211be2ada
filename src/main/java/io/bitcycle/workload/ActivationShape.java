package io.bitcycle.workload;

/** Channels, height and width of one sample's activations; features after a pooling or linear layer are 1x1 images. */
public record ActivationShape(int channels, int height, int width) {
    /** Elements of one sample. */
    public int features() {
        return channels * height * width;
    }

    @Override
    public String toString() {
        return channels + "x" + height + "x" + width;
    }
}
