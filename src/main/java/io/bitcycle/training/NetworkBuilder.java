package io.bitcycle.training;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.numeric.RandomStream;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.training.layer.Attention;
import io.bitcycle.training.layer.AveragePool;
import io.bitcycle.training.layer.BatchNorm;
import io.bitcycle.training.layer.ClusteredEmbedding;
import io.bitcycle.training.layer.Dropout;
import io.bitcycle.training.layer.Embedding;
import io.bitcycle.training.layer.FixedBits;
import io.bitcycle.training.layer.Flatten;
import io.bitcycle.training.layer.FloatConv;
import io.bitcycle.training.layer.Gelu;
import io.bitcycle.training.layer.GlobalAveragePool;
import io.bitcycle.training.layer.Layer;
import io.bitcycle.training.layer.LayerNorm;
import io.bitcycle.training.layer.Linear;
import io.bitcycle.training.layer.Lstm;
import io.bitcycle.training.layer.MaxPool;
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.training.layer.PerToken;
import io.bitcycle.training.layer.Positions;
import io.bitcycle.training.layer.QuantizedConv;
import io.bitcycle.training.layer.QuantizedLinear;
import io.bitcycle.training.layer.Relu;
import io.bitcycle.training.layer.Relu6;
import io.bitcycle.training.layer.Residual;
import io.bitcycle.training.layer.Sequential;
import io.bitcycle.training.layer.WordScores;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.layer.AdaptiveSoftmaxSpec;
import io.bitcycle.workload.layer.AttentionSpec;
import io.bitcycle.workload.layer.AveragePoolSpec;
import io.bitcycle.workload.layer.BatchNormSpec;
import io.bitcycle.workload.layer.Clusters;
import io.bitcycle.workload.layer.ConvSpec;
import io.bitcycle.workload.layer.DropoutSpec;
import io.bitcycle.workload.layer.EmbeddingSpec;
import io.bitcycle.workload.layer.FixedBitsSpec;
import io.bitcycle.workload.layer.FlattenSpec;
import io.bitcycle.workload.layer.GeluSpec;
import io.bitcycle.workload.layer.GlobalAveragePoolSpec;
import io.bitcycle.workload.layer.LayerNormSpec;
import io.bitcycle.workload.layer.LayerSpec;
import io.bitcycle.workload.layer.LinearSpec;
import io.bitcycle.workload.layer.LstmSpec;
import io.bitcycle.workload.layer.MaxPoolSpec;
import io.bitcycle.workload.layer.PositionsSpec;
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
 * Makes layers with weights of their descriptions: a kind of layer that can be trained is a line above {@link Kind}. Layers
 * with weights are numbered in order; the number is their coordinate in random streams.
 */
final class NetworkBuilder {
    private static final Map<Class<? extends LayerSpec>, Kind> KINDS = new HashMap<>();

    static {
        kind(ConvSpec.class, Input.IMAGES, NetworkBuilder::conv);
        kind(LinearSpec.class, Input.BOTH, NetworkBuilder::linear);
        kind(
                FixedBitsSpec.class,
                Input.BOTH,
                (builder, spec) -> new FixedBits(builder.layer(spec.layer()), spec.bits()));
        kind(BatchNormSpec.class, Input.IMAGES, (builder, spec) -> new BatchNorm(spec.name(), spec.channels()));
        kind(ReluSpec.class, Input.BOTH, (builder, spec) -> new Relu(spec.name()));
        kind(Relu6Spec.class, Input.BOTH, (builder, spec) -> new Relu6(spec.name()));
        kind(FlattenSpec.class, Input.IMAGES, (builder, spec) -> new Flatten(spec.name()));
        kind(MaxPoolSpec.class, Input.IMAGES, NetworkBuilder::maxPool);
        kind(AveragePoolSpec.class, Input.IMAGES, NetworkBuilder::averagePool);
        kind(GlobalAveragePoolSpec.class, Input.IMAGES, (builder, spec) -> new GlobalAveragePool(spec.name()));
        kind(ResidualSpec.class, Input.BOTH, NetworkBuilder::residual);
        kind(DropoutSpec.class, Input.BOTH, NetworkBuilder::dropout);
        kind(EmbeddingSpec.class, Input.TEXT, NetworkBuilder::embedding);
        kind(LstmSpec.class, Input.TEXT, NetworkBuilder::lstm);
        kind(PositionsSpec.class, Input.TEXT, (builder, spec) -> new Positions(spec.name(), spec.features()));
        kind(LayerNormSpec.class, Input.TEXT, (builder, spec) -> new LayerNorm(spec.name(), spec.features()));
        kind(GeluSpec.class, Input.BOTH, (builder, spec) -> new Gelu(spec.name()));
        kind(AttentionSpec.class, Input.TEXT, NetworkBuilder::attention);
        kind(AdaptiveSoftmaxSpec.class, Input.TEXT, NetworkBuilder::wordScores);
    }

    /** What a kind of layer can be trained on. */
    private enum Input {
        IMAGES,
        TEXT,
        BOTH
    }

    private record Kind(Input input, BiFunction<NetworkBuilder, LayerSpec, Layer> build) {
        boolean takes(boolean text) {
            return input != (text ? Input.IMAGES : Input.TEXT);
        }
    }

    private final Quantizer quantizer;
    private final CounterRandom random;
    private final int batch;
    private final boolean text;
    private final boolean tied;
    private int weighted;
    private int dropping;
    /** The embedding's tables, cluster by cluster. */
    private final List<Parameter> tables = new ArrayList<>();
    /** Whether a layer before the next one learns: it then has to give a gradient by its input. */
    private boolean inputGradient;

    /**
     * @param batch samples whose state recurrent layers carry
     * @param network that is built; says whether samples are sequences, and whether scores share the embedding's table
     */
    NetworkBuilder(Quantizer quantizer, CounterRandom random, int batch, NetworkSpec network) {
        this.quantizer = quantizer;
        this.random = random;
        this.batch = batch;
        this.text = network.input().tokens() > 1;
        this.tied = network.layers().stream()
                .anyMatch(layer -> layer instanceof AdaptiveSoftmaxSpec scores && scores.tied());
    }

    private static <T extends LayerSpec> void kind(
            Class<T> spec, Input input, BiFunction<NetworkBuilder, T, Layer> build) {
        KINDS.put(spec, new Kind(input, (builder, layer) -> build.apply(builder, spec.cast(layer))));
    }

    /** What keeps a network from being trained, in words; empty when nothing does. */
    static Optional<String> untrainable(NetworkSpec network) {
        return untrainable(network.layers(), network.input().tokens() > 1)
                .or(() -> untied(network.layers()))
                .or(() -> unaveraged(network));
    }

    /** The statistics of averaged weights come from forward passes alone, without right words. */
    private static Optional<String> unaveraged(NetworkSpec network) {
        return network.averaging()
                .flatMap(average -> network.wordScores())
                .filter(scores -> scores.clusters().count() > 1)
                .map(scores -> "layer " + scores.name() + " has its words in clusters, whose weights are not averaged");
    }

    /** Whether scores share a table that is not there. */
    private static Optional<String> untied(List<LayerSpec> layers) {
        for (LayerSpec layer : layers) {
            if (layer instanceof AdaptiveSoftmaxSpec scores
                    && scores.tied()
                    && !(layers.get(0) instanceof EmbeddingSpec embedding
                            && embedding.clusters().equals(scores.clusters()))) {
                return Optional.of("layer " + layer.name()
                        + " shares the embedding's table, but the first layer is no embedding of the same size");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> untrainable(List<LayerSpec> layers, boolean text) {
        return layers.stream()
                .map(layer -> untrainable(layer, text))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> untrainable(LayerSpec layer, boolean text) {
        Kind kind = KINDS.get(layer.getClass());
        if (kind == null) {
            return Optional.of("layer " + layer.name() + " is of a kind that is only simulated");
        }
        if (!kind.takes(text)) {
            return Optional.of("layer " + layer.name() + " is of a kind that is trained on "
                    + (text ? "images" : "text") + " only");
        }
        if (layer instanceof EmbeddingSpec embedding
                && embedding.clusters().count() > 1
                && embedding.tailTokens() == EmbeddingSpec.TailTokens.NONE) {
            return Optional.of(
                    "layer " + layer.name()
                            + " counts all tokens as frequent words, which is only simulated; \"tail_tokens\": \"own\" is trained");
        }
        if (layer instanceof FixedBitsSpec fixed) {
            return untrainable(fixed.layer(), text);
        }
        return layer instanceof ResidualSpec residual
                ? untrainable(residual.body(), text).or(() -> untrainable(residual.shortcut(), text))
                : Optional.empty();
    }

    /** @throws IllegalArgumentException for a layer that cannot be trained */
    List<Layer> build(List<LayerSpec> specs) {
        untrainable(specs, text).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        List<Layer> layers = new ArrayList<>();
        for (LayerSpec spec : specs) {
            layers.add(layer(spec));
            inputGradient |= spec.hasParameters();
        }
        return layers;
    }

    private Layer layer(LayerSpec spec) {
        return KINDS.get(spec.getClass()).build().apply(this, spec);
    }

    private Layer conv(ConvSpec spec) {
        int layer = weighted++;
        FloatTensor weights = Initializers.convolutionWeight(
                weightStream(layer), spec.out(), spec.in() / spec.groups(), spec.kernelHeight(), spec.kernelWidth());
        return spec.quantized()
                ? new QuantizedConv(spec, layer, weights, quantizer, !inputGradient)
                : new FloatConv(spec, weights, !inputGradient);
    }

    private Layer linear(LinearSpec spec) {
        int layer = weighted++;
        RandomStream stream = weightStream(layer);
        if (text) {
            double bound = 1 / StrictMath.sqrt(spec.in());
            return new PerToken(linear(
                    spec,
                    layer,
                    Initializers.uniform(stream, 0, bound, spec.out(), spec.in()),
                    Initializers.uniform(stream, 1, bound, spec.out())));
        }
        Layer linear = linear(
                spec,
                layer,
                Initializers.linearWeight(stream, spec.out(), spec.in()),
                Initializers.linearBias(stream, spec.out(), spec.in()));
        return new Sequential(spec.name(), List.of(new Flatten(spec.name() + ".flatten"), linear));
    }

    private Layer linear(LinearSpec spec, int layer, FloatTensor weights, FloatTensor bias) {
        return spec.quantized()
                ? new QuantizedLinear(spec.name(), layer, weights, bias, quantizer, !inputGradient)
                : new Linear(spec.name(), weights, bias, !inputGradient);
    }

    private Layer maxPool(MaxPoolSpec spec) {
        return new MaxPool(spec.name(), spec.kernel(), spec.stride(), spec.padding());
    }

    private Layer averagePool(AveragePoolSpec spec) {
        return new AveragePool(spec.name(), spec.kernel(), spec.stride());
    }

    private Layer residual(ResidualSpec spec) {
        boolean here = inputGradient;
        List<Layer> body = build(spec.body());
        inputGradient = here;
        return new Residual(spec.name(), body, build(spec.shortcut()));
    }

    private Layer dropout(DropoutSpec spec) {
        return new Dropout(spec.name(), spec.share(), dropping++, random);
    }

    private Layer embedding(EmbeddingSpec spec) {
        Clusters clusters = spec.clusters();
        if (clusters.count() == 1) {
            return table(spec.name(), clusters, 0);
        }
        List<ClusteredEmbedding.Cluster> layers = new ArrayList<>();
        for (int i = 0; i < clusters.count(); i++) {
            Embedding table = table(spec.clusterName(i), clusters, i);
            layers.add(new ClusteredEmbedding.Cluster(
                    table, matrix(spec.projectionName(i), clusters.width(i), clusters.features(), spec.quantized())));
        }
        return new ClusteredEmbedding(spec, layers);
    }

    private Embedding table(String name, Clusters clusters, int cluster) {
        FloatTensor rows =
                Initializers.embedding(weightStream(weighted++), clusters.words(cluster), clusters.width(cluster));
        Embedding table = new Embedding(name, rows, tied);
        tables.add(table.parameters().get(0));
        return table;
    }

    /** Tables are the embedding's, or drawn like one; what narrows features is drawn like a linear layer. */
    private Layer wordScores(AdaptiveSoftmaxSpec spec) {
        Clusters clusters = spec.clusters();
        Layer head = words(spec, spec.headName(), 0, spec.headScores());
        if (clusters.count() == 1) {
            return new PerToken(head);
        }
        List<Layer> layers = new ArrayList<>();
        layers.add(head);
        for (int i = 1; i < clusters.count(); i++) {
            Layer narrow = matrix(spec.narrowName(i), clusters.features(), clusters.width(i), spec.quantized());
            Layer words = words(spec, spec.tailName(i), i, clusters.words(i));
            layers.add(new Sequential(spec.tailName(i), List.of(narrow, words)));
        }
        return new AdaptiveSoftmax(spec, layers);
    }

    /** @param scores the cluster's words and, of the head, those for other clusters */
    private Layer words(AdaptiveSoftmaxSpec spec, String name, int cluster, int scores) {
        int layer = weighted++;
        Optional<Parameter> shared = spec.tied() ? Optional.of(tables.get(cluster)) : Optional.empty();
        FloatTensor values = shared.map(Parameter::value)
                .filter(table -> table.dim(0) == scores)
                .orElseGet(() -> Initializers.embedding(
                        weightStream(layer), scores, spec.clusters().width(cluster)));
        return new WordScores(name, values, shared, layer, quantizer, spec.quantized(), !inputGradient);
    }

    /** Without bias, drawn as PyTorch draws linear layers; a table before it learns. */
    private Layer matrix(String name, int inputs, int outputs, boolean quantized) {
        int layer = weighted++;
        FloatTensor values = Initializers.uniform(weightStream(layer), 0, 1 / StrictMath.sqrt(inputs), outputs, inputs);
        return new WordScores(name, values, Optional.empty(), layer, quantizer, quantized, false);
    }

    /** Weights as PyTorch draws those of linear layers. Four products, four coordinates in the error noise. */
    private Layer attention(AttentionSpec spec) {
        int layer = weighted;
        weighted += 4;
        int features = spec.features();
        Layer in = attentionLinear(spec, spec.inName(), layer, 3 * features, !inputGradient);
        Layer out = attentionLinear(spec, spec.outName(), layer + 3, features, false);
        Layer dropout = spec.dropout() > 0
                ? new Dropout(spec.dropoutName(), spec.dropout(), dropping++, random)
                : new Sequential(spec.dropoutName(), List.of());
        return new Attention(spec, layer, in, out, dropout, quantizer);
    }

    private Layer attentionLinear(AttentionSpec spec, String name, int layer, int outputs, boolean first) {
        RandomStream stream = weightStream(layer);
        double bound = 1 / StrictMath.sqrt(spec.features());
        FloatTensor weights = Initializers.uniform(stream, 0, bound, outputs, spec.features());
        FloatTensor bias = Initializers.uniform(stream, 1, bound, outputs);
        return spec.quantized()
                ? new QuantizedLinear(name, layer, weights, bias, quantizer, first)
                : new Linear(name, weights, bias, first);
    }

    /** All weights and biases uniform in ±1 / √H, as PyTorch's. Two products, two coordinates in the error noise. */
    private Layer lstm(LstmSpec spec) {
        int layer = weighted;
        weighted += 2;
        RandomStream stream = weightStream(layer);
        double bound = 1 / StrictMath.sqrt(spec.hidden());
        int gates = LstmSpec.GATES * spec.hidden();
        return new Lstm(
                spec,
                layer,
                Initializers.uniform(stream, 0, bound, gates, spec.in()),
                Initializers.uniform(stream, 1, bound, gates),
                Initializers.uniform(stream, 2, bound, gates, spec.hidden()),
                Initializers.uniform(stream, 3, bound, gates),
                quantizer,
                batch,
                !inputGradient);
    }

    private RandomStream weightStream(int layer) {
        return random.stream(RandomPurpose.WEIGHT_INIT, 0, layer);
    }
}
