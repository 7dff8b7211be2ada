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
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.training.layer.QuantizedConv;
import io.bitcycle.training.layer.QuantizedLinear;
import io.bitcycle.training.layer.Relu;
import io.bitcycle.training.layer.Residual;
import io.bitcycle.training.layer.Sequential;
import io.bitcycle.training.layer.Step;
import io.bitcycle.workload.LayerSpec;
import io.bitcycle.workload.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network with weights, built from its description. */
public final class Network {
    private final Layer layers;

    private Network(Layer layers) {
        this.layers = layers;
    }

    /**
     * Fresh weights: a function of the seed and each layer's place, see {@link Initializers}.
     *
     * @throws IllegalArgumentException for a layer that cannot be trained yet
     */
    public static Network of(NetworkSpec spec, Quantizer quantizer, CounterRandom random) {
        return new Network(new Sequential(spec.name(), new Builder(quantizer, random).build(spec.layers())));
    }

    /** Class scores [N, classes] of images [N, C, H, W]. */
    public FloatTensor forward(FloatTensor images, Step step) {
        FloatTensor scores = layers.forward(images, step);
        return scores.reshaped(scores.dim(0), scores.size() / scores.dim(0));
    }

    /** Fills the parameters' gradients from the gradient by the scores. */
    public void backward(FloatTensor scoresGradient, Step step) {
        layers.backward(scoresGradient, step);
    }

    public List<Parameter> parameters() {
        return layers.parameters();
    }

    /**
     * Parameters, named LAYER.NAME, then what layers carry beside them, likewise. The tensors are live: a checkpoint is
     * restored by writing into them.
     */
    public Map<String, FloatTensor> state() {
        Map<String, FloatTensor> state = new LinkedHashMap<>();
        for (Parameter parameter : parameters()) {
            state.put(parameter.layer() + "." + parameter.name(), parameter.value());
        }
        addState(layers, state);
        return state;
    }

    private static void addState(Layer layer, Map<String, FloatTensor> state) {
        layer.state().forEach((name, tensor) -> state.put(layer.name() + "." + name, tensor));
        layer.children().forEach(child -> addState(child, state));
    }

    /** Numbers the layers that have weights, in order; the number is their coordinate in random streams. */
    private static final class Builder {
        private final Quantizer quantizer;
        private final CounterRandom random;
        private int weighted;

        Builder(Quantizer quantizer, CounterRandom random) {
            this.quantizer = quantizer;
            this.random = random;
        }

        List<Layer> build(List<LayerSpec> specs) {
            List<Layer> layers = new ArrayList<>();
            for (LayerSpec spec : specs) {
                add(spec, layers);
            }
            return layers;
        }

        private void add(LayerSpec spec, List<Layer> layers) {
            if (spec instanceof LayerSpec.Conv conv) {
                layers.add(conv(conv));
            } else if (spec instanceof LayerSpec.Linear linear) {
                layers.add(new Flatten(linear.name() + ".flatten"));
                layers.add(linear(linear));
            } else if (spec instanceof LayerSpec.BatchNorm norm) {
                layers.add(new BatchNorm(norm.name(), norm.channels()));
            } else if (spec instanceof LayerSpec.Relu relu) {
                layers.add(new Relu(relu.name()));
            } else if (spec instanceof LayerSpec.MaxPool pool) {
                layers.add(new MaxPool(pool.name(), pool.kernel(), pool.stride(), 0));
            } else if (spec instanceof LayerSpec.AveragePool pool) {
                layers.add(new AveragePool(pool.name(), pool.kernel(), pool.stride()));
            } else if (spec instanceof LayerSpec.GlobalAveragePool pool) {
                layers.add(new GlobalAveragePool(pool.name()));
            } else if (spec instanceof LayerSpec.Residual residual) {
                List<Layer> body = build(residual.body());
                layers.add(new Residual(residual.name(), body, build(residual.shortcut())));
            }
        }

        private Layer conv(LayerSpec.Conv spec) {
            if (!spec.quantized()) {
                throw new IllegalArgumentException(
                        spec.name() + ": a convolution that is not quantized cannot be trained yet");
            }
            int layer = weighted++;
            FloatTensor weights = Initializers.convolutionWeight(
                    weightStream(layer), spec.out(), spec.in() / spec.groups(), spec.kernel(), spec.kernel());
            return new QuantizedConv(spec, layer, weights, quantizer, layer == 0);
        }

        private Layer linear(LayerSpec.Linear spec) {
            int layer = weighted++;
            RandomStream stream = weightStream(layer);
            FloatTensor weights = Initializers.linearWeight(stream, spec.out(), spec.in());
            FloatTensor bias = Initializers.linearBias(stream, spec.out(), spec.in());
            return spec.quantized()
                    ? new QuantizedLinear(spec.name(), layer, weights, bias, quantizer, layer == 0)
                    : new Linear(spec.name(), weights, bias, layer == 0);
        }

        private RandomStream weightStream(int layer) {
            return random.stream(RandomPurpose.WEIGHT_INIT, 0, layer);
        }
    }
}
