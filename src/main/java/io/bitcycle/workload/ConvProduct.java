package io.bitcycle.workload;

/** The product of a convolution or linear layer, which is a 1x1 convolution. */
public record ConvProduct(String layer, ConvShape shape, boolean quantized, boolean inputGradient) implements Product {
    @Override
    public long macs() {
        return shape.macs();
    }

    @Override
    public double estimatedMacs() {
        return (double) shape.batch()
                * shape.outHeight()
                * shape.outWidth()
                * shape.outChannels()
                * shape.groupInChannels()
                * shape.kernelHeight()
                * shape.kernelWidth();
    }

    @Override
    public long leftElements() {
        return (long) shape.batch() * shape.inChannels() * shape.height() * shape.width();
    }

    @Override
    public long rightElements() {
        return (long) shape.outChannels() * shape.groupInChannels() * shape.kernelHeight() * shape.kernelWidth();
    }

    @Override
    public long resultElements() {
        return (long) shape.batch() * shape.outChannels() * shape.outHeight() * shape.outWidth();
    }

    @Override
    public boolean hasWeights() {
        return true;
    }

    @Override
    public Lowering lower(int resultBits) {
        return new ConvLowering(layer, shape, resultBits);
    }
}
