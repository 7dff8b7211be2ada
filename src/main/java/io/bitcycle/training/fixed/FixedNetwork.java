package io.bitcycle.training.fixed;

import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.OptimizerSpec;
import io.bitcycle.workload.layer.LayerSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A network with its loss and optimizer, all in integers: {@link #train} and what it calls have no floating-point operation. */
public final class FixedNetwork {
    /** Integers of a batch's loss are in units of 2^this. */
    public static final int LOSS_EXPONENT = -FixedExponential.FRACTION_BITS;

    /** The quantizer whose scales are shifts. */
    private static final Quantizer QUANTIZER = Quantizers.named("symmetric-pow2");

    private final FixedLayer layers;
    private final FixedSgd optimizer;
    private final FixedFormat format;

    private FixedNetwork(FixedLayer layers, FixedSgd optimizer, FixedFormat format) {
        this.layers = layers;
        this.optimizer = optimizer;
        this.format = format;
    }

    /**
     * A network at its start.
     *
     * @param momentum from 0, below 1
     * @param weightDecay likewise
     * @throws IllegalArgumentException for what {@link #untrainable} names
     */
    public static FixedNetwork of(
            NetworkSpec spec, FixedFormat format, InitialWeights start, Scalar momentum, Scalar weightDecay) {
        FixedLayer layers = new FixedSequential(
                spec.name(), new FixedNetworkBuilder(format, QUANTIZER, start).build(spec.layers()));
        FixedSgd optimizer = new FixedSgd(spec.optimizer().rule(), layers.parameters(), format, momentum, weightDecay);
        return new FixedNetwork(layers, optimizer, format);
    }

    /** What keeps a network with a quantizer from being trained in integers, in words; empty when nothing does. */
    public static Optional<String> untrainable(NetworkSpec spec, Quantizer quantizer) {
        if (!quantizer.name().equals(QUANTIZER.name())) {
            return Optional.of("the scales of quantizer " + quantizer.name() + " are no powers of two, those of "
                    + QUANTIZER.name() + " are");
        }
        Optional<LayerSpec> unknown = FixedNetworkBuilder.unknown(spec.layers());
        if (unknown.isPresent()) {
            return Optional.of(
                    "there is no fixed-point form of layer " + unknown.get().name());
        }
        if (!(spec.optimizer().rule() instanceof OptimizerSpec.Sgd sgd)
                || sgd.nesterov()
                || spec.optimizer().clipNorm().isPresent()
                || spec.averaging().isPresent()) {
            return Optional.of(
                    "there is no fixed-point form of Adam, Nesterov's momentum, clipping and averaged weights");
        }
        return Optional.empty();
    }

    /**
     * What a batch gave.
     *
     * @param loss mean, in units of 2^{@link #LOSS_EXPONENT}
     * @param correct samples that were classified rightly
     */
    public record Result(long loss, int correct) {}

    /**
     * Forward, backward, update.
     *
     * @param images [N, C, H, W]
     */
    public Result train(FixedTensor images, int[] labels, Scalar learningRate, FixedStep step) {
        FixedTensor scores = forward(images, step);
        FixedLoss.Result loss = FixedLoss.of(scores, labels, step, format);
        layers.backward(loss.gradient(), step);
        optimizer.step(learningRate, step);
        return new Result(loss.mean(), loss.correct());
    }

    /** Forward alone, with running statistics and ranges. */
    public Result evaluate(FixedTensor images, int[] labels, FixedStep step) {
        FixedLoss.Result loss = FixedLoss.of(forward(images, step), labels, step, format);
        return new Result(loss.mean(), loss.correct());
    }

    private FixedTensor forward(FixedTensor images, FixedStep step) {
        FixedTensor scores = layers.forward(images, step);
        return scores.reshaped(scores.dim(0), scores.size() / scores.dim(0));
    }

    /** Parameters, named LAYER.NAME, what layers carry beside them, and velocities: all that a checkpoint holds, live. */
    public Map<String, int[]> state() {
        Map<String, int[]> state = new LinkedHashMap<>();
        for (FixedParameter parameter : layers.parameters()) {
            state.put(
                    parameter.layer() + "." + parameter.name(),
                    parameter.value().mantissas());
        }
        addState(layers, state);
        state.putAll(optimizer.state());
        return state;
    }

    private static void addState(FixedLayer layer, Map<String, int[]> state) {
        layer.state().forEach((name, values) -> state.put(layer.name() + "." + name, values));
        layer.children().forEach(child -> addState(child, state));
    }
}
