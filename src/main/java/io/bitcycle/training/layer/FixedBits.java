package io.bitcycle.training.layer;

import io.bitcycle.precision.Precision;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.LayerBits;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A layer that keeps widths of its own, whatever the step says. */
public final class FixedBits implements Layer {
    private final Layer layer;
    private final LayerBits bits;

    public FixedBits(Layer layer, LayerBits bits) {
        this.layer = layer;
        this.bits = bits;
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
    public Map<String, FloatTensor> state() {
        return layer.state();
    }

    @Override
    public OptionalInt noiseLayer() {
        return layer.noiseLayer();
    }

    @Override
    public void begin(boolean training) {
        layer.begin(training);
    }

    @Override
    public List<Layer> children() {
        return layer.children();
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        return layer.forward(input, fixed(step));
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        return layer.backward(outputGradient, fixed(step));
    }

    private Step fixed(Step step) {
        Precision scheduled = step.precision();
        return step.with(new Precision(
                bits.forward(scheduled.weightBits()),
                bits.forward(scheduled.activationBits()),
                bits.backward(scheduled.backwardBits())));
    }
}
