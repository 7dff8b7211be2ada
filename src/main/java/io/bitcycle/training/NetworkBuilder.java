package io.bitcycle.training;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.numeric.RandomStream;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.training.layer.AveragePool;
import io.bitcycle.training.layer.BatchNorm;
import io.bitcycle.training.layer.Flatten;
import io.bitcycle.training.layer.GlobalAveragePool;
import io.bitcycle.training.layer.Layer;
import io.bitcycle.training.layer.Linear;
import io.bitcycle.training.layer.MaxPool;
import io.bitcycle.training.layer.QuantizedConv;
import io.bitcycle.training.layer.QuantizedLinear;
import io.bitcycle.training.layer.Relu;
import io.bitcycle.training.layer.Relu6;
import io.bitcycle.training.layer.Residual;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.layer.AveragePoolSpec;
import io.bitcycle.workload.layer.BatchNormSpec;
import io.bitcycle.workload.layer.ConvSpec;
import io.bitcycle.workload.layer.FlattenSpec;
import io.bitcycle.workload.layer.GlobalAveragePoolSpec;
import io.bitcycle.workload.layer.LayerSpec;
import io.bitcycle.workload.layer.LinearSpec;
import io.bitcycle.workload.layer.MaxPoolSpec;
import io.bitcycle.workload.layer.Relu6Spec;
import io.bitcycle.workload.layer.ReluSpec;
import io.bitcycle.workload.layer.ResidualSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Makes layers with weights of their descriptions: a kind of layer that can be trained is a line in {@link #KINDS}. Layers
 * with weights are numbered in order; the number is their coordinate in random streams.
 */
final class NetworkBuilder {
    private static final Map<Class<? extends LayerSpec>, BiFunction<NetworkBuilder, LayerSpec, List<Layer>>> KINDS =
            new HashMap<>();

    static {
        kind(ConvSpec.class, NetworkBuilder::conv);
        kind(LinearSpec.class, NetworkBuilder::linear);
        kind(BatchNormSpec.class, (builder, spec) -> List.of(new BatchNorm(spec.name(), spec.channels())));
        kind(ReluSpec.class, (builder, spec) -> List.of(new Relu(spec.name())));
        kind(Relu6Spec.class, (builder, spec) -> List.of(new Relu6(spec.name())));
        kind(FlattenSpec.class, (builder, spec) -> List.of(new Flatten(spec.name())));
        kind(MaxPoolSpec.class, NetworkBuilder::maxPool);
        kind(AveragePoolSpec.class, NetworkBuilder::averagePool);
        kind(GlobalAveragePoolSpec.class, (builder, spec) -> List.of(new GlobalAveragePool(spec.name())));
        kind(ResidualSpec.class, NetworkBuilder::residual);
    }

    private final Quantizer quantizer;
    private final CounterRandom random;
    private int weighted;
    /** Whether a layer before the next one learns: it then has to give a gradient by its input. */
    private boolean inputGradient;

    NetworkBuilder(Quantizer quantizer, CounterRandom random) {
        this.quantizer = quantizer;
        this.random = random;
    }

    private static <T extends LayerSpec> void kind(Class<T> spec, BiFunction<NetworkBuilder, T, List<Layer>> build) {
        KINDS.put(spec, (builder, layer) -> build.apply(builder, spec.cast(layer)));
    }

    /** What keeps a network from being trained, in words; empty when nothing does. */
    static Optional<String> untrainable(NetworkSpec network) {
        if (network.input().tokens() > 1) {
            return Optional.of("its input is a sequence of " + network.input().tokens() + " tokens");
        }
        return untrainable(network.layers());
    }

    private static Optional<String> untrainable(List<LayerSpec> layers) {
        return layers.stream()
                .map(NetworkBuilder::untrainable)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> untrainable(LayerSpec layer) {
        if (!KINDS.containsKey(layer.getClass())) {
            return Optional.of("layer " + layer.name() + " is of a kind that is only simulated");
        }
        if (layer instanceof ConvSpec conv && !conv.quantized()) {
            return Optional.of("layer " + layer.name() + " is a convolution that is not quantized");
        }
        return layer instanceof ResidualSpec residual
                ? untrainable(residual.body()).or(() -> untrainable(residual.shortcut()))
                : Optional.empty();
    }

    /** @throws IllegalArgumentException for a layer that cannot be trained */
    List<Layer> build(List<LayerSpec> specs) {
        untrainable(specs).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        List<Layer> layers = new ArrayList<>();
        for (LayerSpec spec : specs) {
            layers.addAll(KINDS.get(spec.getClass()).apply(this, spec));
            inputGradient |= spec.hasParameters();
        }
        return layers;
    }

    private List<Layer> conv(ConvSpec spec) {
        int layer = weighted++;
        FloatTensor weights = Initializers.convolutionWeight(
                weightStream(layer), spec.out(), spec.in() / spec.groups(), spec.kernelHeight(), spec.kernelWidth());
        return List.of(new QuantizedConv(spec, layer, weights, quantizer, !inputGradient));
    }

    private List<Layer> linear(LinearSpec spec) {
        int layer = weighted++;
        RandomStream stream = weightStream(layer);
        FloatTensor weights = Initializers.linearWeight(stream, spec.out(), spec.in());
        FloatTensor bias = Initializers.linearBias(stream, spec.out(), spec.in());
        Layer linear = spec.quantized()
                ? new QuantizedLinear(spec.name(), layer, weights, bias, quantizer, !inputGradient)
                : new Linear(spec.name(), weights, bias, !inputGradient);
        return List.of(new Flatten(spec.name() + ".flatten"), linear);
    }

    private List<Layer> maxPool(MaxPoolSpec spec) {
        return List.of(new MaxPool(spec.name(), spec.kernel(), spec.stride(), spec.padding()));
    }

    private List<Layer> averagePool(AveragePoolSpec spec) {
        return List.of(new AveragePool(spec.name(), spec.kernel(), spec.stride()));
    }

    private List<Layer> residual(ResidualSpec spec) {
        boolean here = inputGradient;
        List<Layer> body = build(spec.body());
        inputGradient = here;
        return List.of(new Residual(spec.name(), body, build(spec.shortcut())));
    }

    private RandomStream weightStream(int layer) {
        return random.stream(RandomPurpose.WEIGHT_INIT, 0, layer);
    }
}
