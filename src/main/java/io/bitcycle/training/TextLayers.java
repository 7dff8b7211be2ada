package io.bitcycle.training;

import io.bitcycle.numeric.RandomStream;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.training.layer.Attention;
import io.bitcycle.training.layer.Embedding;
import io.bitcycle.training.layer.Layer;
import io.bitcycle.training.layer.Linear;
import io.bitcycle.training.layer.Lstm;
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.training.layer.PerToken;
import io.bitcycle.training.layer.QuantizedLinear;
import io.bitcycle.training.layer.Sequential;
import io.bitcycle.training.layer.WordScores;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.layer.AdaptiveSoftmaxSpec;
import io.bitcycle.workload.layer.AttentionSpec;
import io.bitcycle.workload.layer.EmbeddingSpec;
import io.bitcycle.workload.layer.LayerSpec;
import io.bitcycle.workload.layer.LstmSpec;
import java.util.List;
import java.util.Optional;

/** Makes the layers with weights that only language models have, for a {@link NetworkBuilder}. */
final class TextLayers {
    private final NetworkBuilder builder;
    private final Quantizer quantizer;
    private final int batch;
    private final boolean tied;
    private Parameter table;

    /**
     * @param batch samples whose state recurrent layers carry
     * @param network that is built; says whether scores share the embedding's table
     */
    TextLayers(NetworkBuilder builder, Quantizer quantizer, int batch, NetworkSpec network) {
        this.builder = builder;
        this.quantizer = quantizer;
        this.batch = batch;
        this.tied = network.layers().stream()
                .anyMatch(layer -> layer instanceof AdaptiveSoftmaxSpec scores && scores.tied());
    }

    /** Whether scores share a table that is not there. */
    static Optional<String> untied(List<LayerSpec> layers) {
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

    Layer embedding(EmbeddingSpec spec) {
        int features = spec.clusters().features();
        int vocabulary = spec.clusters().vocabulary();
        RandomStream stream = builder.weightStream(builder.numbers(1));
        Embedding embedding = new Embedding(spec.name(), Initializers.embedding(stream, vocabulary, features), tied);
        table = embedding.parameters().get(0);
        return embedding;
    }

    /** The table is the embedding's, or drawn like one. */
    Layer wordScores(AdaptiveSoftmaxSpec spec) {
        int layer = builder.numbers(1);
        int vocabulary = spec.clusters().vocabulary();
        Optional<Parameter> shared = spec.tied() ? Optional.of(table) : Optional.empty();
        FloatTensor values = shared.map(Parameter::value)
                .orElseGet(() -> Initializers.embedding(
                        builder.weightStream(layer), vocabulary, spec.clusters().features()));
        return new PerToken(
                new WordScores(spec.headName(), values, shared, layer, quantizer, spec.quantized(), builder.isFirst()));
    }

    /** Weights as PyTorch draws those of linear layers. Four products, four coordinates in the error noise. */
    Layer attention(AttentionSpec spec) {
        int layer = builder.numbers(4);
        int features = spec.features();
        Layer in = linear(spec, spec.inName(), layer, 3 * features, builder.isFirst());
        Layer out = linear(spec, spec.outName(), layer + 3, features, false);
        Layer dropout = spec.dropout() > 0
                ? builder.dropout(spec.dropoutName(), spec.dropout())
                : new Sequential(spec.dropoutName(), List.of());
        return new Attention(spec, layer, in, out, dropout, quantizer);
    }

    private Layer linear(AttentionSpec spec, String name, int layer, int outputs, boolean first) {
        RandomStream stream = builder.weightStream(layer);
        double bound = 1 / StrictMath.sqrt(spec.features());
        FloatTensor weights = Initializers.uniform(stream, 0, bound, outputs, spec.features());
        FloatTensor bias = Initializers.uniform(stream, 1, bound, outputs);
        return spec.quantized()
                ? new QuantizedLinear(name, layer, weights, bias, quantizer, first)
                : new Linear(name, weights, bias, first);
    }

    /** All weights and biases uniform in ±1 / √H, as PyTorch's. Two products, two coordinates in the error noise. */
    Layer lstm(LstmSpec spec) {
        int layer = builder.numbers(2);
        RandomStream stream = builder.weightStream(layer);
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
                builder.isFirst());
    }
}
