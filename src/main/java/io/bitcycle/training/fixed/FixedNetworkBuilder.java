package io.bitcycle.training.fixed;

import io.bitcycle.tensor.Quantizer;
import io.bitcycle.workload.layer.AveragePoolSpec;
import io.bitcycle.workload.layer.BatchNormSpec;
import io.bitcycle.workload.layer.ConvSpec;
import io.bitcycle.workload.layer.GlobalAveragePoolSpec;
import io.bitcycle.workload.layer.LayerSpec;
import io.bitcycle.workload.layer.LinearSpec;
import io.bitcycle.workload.layer.MaxPoolSpec;
import io.bitcycle.workload.layer.ReluSpec;
import io.bitcycle.workload.layer.ResidualSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes fixed-point layers of their descriptions: a kind of layer that there is in integers is a line in {@link #KINDS}. */
final class FixedNetworkBuilder {
    private static final Map<Class<? extends LayerSpec>, BiFunction<FixedNetworkBuilder, LayerSpec, List<FixedLayer>>>
            KINDS = new HashMap<>();

    static {
        kind(ConvSpec.class, (builder, spec) -> List.of(builder.conv(spec)));
        kind(LinearSpec.class, FixedNetworkBuilder::linear);
        kind(
                BatchNormSpec.class,
                (builder, spec) -> List.of(new FixedBatchNorm(spec.name(), spec.channels(), builder.format)));
        kind(ReluSpec.class, (builder, spec) -> List.of(new FixedRelu(spec.name())));
        kind(
                MaxPoolSpec.class,
                (builder, spec) -> List.of(
                        new FixedMaxPool(spec.name(), spec.kernel(), spec.stride(), spec.padding(), builder.format)));
        kind(
                AveragePoolSpec.class,
                (builder, spec) ->
                        List.of(FixedAveragePool.windows(spec.name(), spec.kernel(), spec.stride(), builder.format)));
        kind(
                GlobalAveragePoolSpec.class,
                (builder, spec) -> List.of(FixedAveragePool.global(spec.name(), builder.format)));
        kind(ResidualSpec.class, FixedNetworkBuilder::residual);
    }

    private final FixedFormat format;
    private final Quantizer quantizer;
    private final InitialWeights start;
    private int weighted;
    /** Whether a layer before the next one learns: it then has to give a gradient by its input. */
    private boolean inputGradient;

    FixedNetworkBuilder(FixedFormat format, Quantizer quantizer, InitialWeights start) {
        this.format = format;
        this.quantizer = quantizer;
        this.start = start;
    }

    private static <T extends LayerSpec> void kind(
            Class<T> spec, BiFunction<FixedNetworkBuilder, T, List<FixedLayer>> build) {
        KINDS.put(spec, (builder, layer) -> build.apply(builder, spec.cast(layer)));
    }

    /** The first layer that there is no fixed-point form of. */
    static Optional<LayerSpec> unknown(List<LayerSpec> layers) {
        for (LayerSpec layer : layers) {
            Optional<LayerSpec> found = KINDS.containsKey(layer.getClass()) ? Optional.empty() : Optional.of(layer);
            if (layer instanceof ConvSpec conv && !conv.quantized()) {
                found = Optional.of(layer);
            }
            if (layer instanceof ResidualSpec residual) {
                found = unknown(residual.body()).or(() -> unknown(residual.shortcut()));
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    List<FixedLayer> build(List<LayerSpec> specs) {
        unknown(specs).ifPresent(layer -> {
            throw new IllegalArgumentException("there is no fixed-point form of layer " + layer.name());
        });
        List<FixedLayer> layers = new ArrayList<>();
        for (LayerSpec spec : specs) {
            layers.addAll(KINDS.get(spec.getClass()).apply(this, spec));
            inputGradient |= spec.hasParameters();
        }
        return layers;
    }

    private FixedConv conv(ConvSpec spec) {
        int layer = weighted++;
        int[] shape = {spec.out(), spec.in() / spec.groups(), spec.kernelHeight(), spec.kernelWidth()};
        return conv(spec, layer, start.convolution(layer, shape), shape);
    }

    private FixedConv conv(ConvSpec spec, int layer, int[] weights, int... shape) {
        return new FixedConv(spec, layer, !inputGradient, parameter(weights, shape), format, quantizer);
    }

    private List<FixedLayer> linear(LinearSpec spec) {
        int layer = weighted++;
        int[] weights = start.linear(layer, spec.out(), spec.in());
        FixedBias bias = new FixedBias(
                spec.name(), parameter(start.linearBias(layer, spec.out(), spec.in()), spec.out()), format);
        FixedLayer linear;
        if (spec.quantized()) {
            ConvSpec product = new ConvSpec(spec.name(), spec.in(), spec.out(), 1, 1, 0, 1, true);
            linear = new FixedQuantizedLinear(conv(product, layer, weights, spec.out(), spec.in(), 1, 1), bias);
        } else {
            linear = new FixedLinear(
                    spec.name(), !inputGradient, parameter(weights, spec.out(), spec.in()), bias, format);
        }
        return List.of(new FixedFlatten(spec.name() + ".flatten"), linear);
    }

    private List<FixedLayer> residual(ResidualSpec spec) {
        boolean here = inputGradient;
        List<FixedLayer> body = build(spec.body());
        inputGradient = here;
        return List.of(new FixedResidual(spec.name(), body, build(spec.shortcut()), format));
    }

    private FixedTensor parameter(int[] mantissas, int... shape) {
        return FixedTensor.of(mantissas, -format.weightFractionBits(), shape);
    }
}
