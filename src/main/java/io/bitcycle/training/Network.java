package io.bitcycle.training;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.training.layer.Layer;
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.training.layer.Sequential;
import io.bitcycle.training.layer.Step;
import io.bitcycle.workload.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network with weights, built from its description. */
public final class Network {
    private static final int TEXT_RANK = 3;

    private final Layer layers;
    /** The last layer, where it scores words in clusters. */
    private final Optional<AdaptiveSoftmax> clusters;

    private int[] scoresShape;

    private Network(String name, List<Layer> layers) {
        this.layers = new Sequential(name, layers);
        this.clusters = layers.isEmpty()
                ? Optional.empty()
                : Optional.of(layers.get(layers.size() - 1))
                        .filter(AdaptiveSoftmax.class::isInstance)
                        .map(AdaptiveSoftmax.class::cast);
    }

    /**
     * Fresh weights: a function of the seed and each layer's place, see {@link Initializers}.
     *
     * @throws IllegalArgumentException for what {@link #untrainable} names
     */
    public static Network of(NetworkSpec spec, Quantizer quantizer, CounterRandom random) {
        return of(spec, quantizer, random, 1);
    }

    /** @param batch samples whose state recurrent layers carry from one batch to the next */
    public static Network of(NetworkSpec spec, Quantizer quantizer, CounterRandom random, int batch) {
        NetworkBuilder builder = new NetworkBuilder(quantizer, random, batch, spec);
        return new Network(spec.name(), builder.build(spec.layers()));
    }

    /** What keeps a network from being trained, in words; empty when nothing does. */
    public static Optional<String> untrainable(NetworkSpec spec) {
        return NetworkBuilder.untrainable(spec);
    }

    /** The loss of inputs and, in training, its gradient by what {@link #forward} gives. */
    public SoftmaxCrossEntropy.Result loss(FloatTensor inputs, int[] labels, Step step) {
        FloatTensor last = forward(inputs, step);
        return clusters.isPresent()
                ? clusters.get().loss(last, labels, step)
                : SoftmaxCrossEntropy.of(last, labels, step);
    }

    /**
     * Class scores [N, classes] of images [N, C, H, W], or [N · T, classes] of the words [N, T, 1] of text; where words are in
     * clusters the features [N · T, F] that {@link #loss} scores.
     */
    public FloatTensor forward(FloatTensor inputs, Step step) {
        FloatTensor scores = layers.forward(inputs, step);
        scoresShape = scores.shape();
        int labels = scores.rank() == TEXT_RANK ? scores.dim(0) * scores.dim(1) : scores.dim(0);
        return scores.reshaped(labels, scores.size() / labels);
    }

    /** Fills the parameters' gradients from the gradient by what the forward pass gave. */
    public void backward(FloatTensor scoresGradient, Step step) {
        layers.backward(scoresGradient.reshaped(scoresShape), step);
    }

    /** The next batch does not go on from the one before: see {@link Layer#begin}. */
    public void begin(boolean training) {
        begin(layers, training);
    }

    private static void begin(Layer layer, boolean training) {
        layer.begin(training);
        layer.children().forEach(child -> begin(child, training));
    }

    /** All of them, one inside the other. */
    Layer layers() {
        return layers;
    }

    public List<Parameter> parameters() {
        return layers.parameters();
    }

    /** Coordinates in the error noise by name of the layers that round with it, in the order of the forward pass. */
    public Map<String, Integer> noiseLayers() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        addNoiseLayers(layers, numbers);
        return numbers;
    }

    private static void addNoiseLayers(Layer layer, Map<String, Integer> numbers) {
        layer.noiseLayer().ifPresent(number -> numbers.put(layer.name(), number));
        layer.children().forEach(child -> addNoiseLayers(child, numbers));
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
}
