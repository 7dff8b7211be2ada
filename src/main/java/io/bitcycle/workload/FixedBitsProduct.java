package io.bitcycle.workload;

/** A product of a layer that keeps widths of its own. */
record FixedBitsProduct(Product product, LayerBits bits) implements Product {
    @Override
    public String layer() {
        return product.layer();
    }

    @Override
    public boolean quantized() {
        return product.quantized();
    }

    @Override
    public boolean inputGradient() {
        return product.inputGradient();
    }

    @Override
    public long macs() {
        return product.macs();
    }

    @Override
    public double estimatedMacs() {
        return product.estimatedMacs();
    }

    @Override
    public long leftElements() {
        return product.leftElements();
    }

    @Override
    public long rightElements() {
        return product.rightElements();
    }

    @Override
    public long resultElements() {
        return product.resultElements();
    }

    @Override
    public boolean hasWeights() {
        return product.hasWeights();
    }

    @Override
    public Lowering lower(int resultBits) {
        return product.lower(resultBits);
    }
}
