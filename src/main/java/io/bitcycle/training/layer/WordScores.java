package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.workload.layer.ConvSpec;
import java.util.List;
import java.util.Optional;

/**
 * A score for each word, without bias: rows [N, F] to [N, V]. Its table [V, F] may be that of the embedding (Press and Wolf, EACL
 * 2017): the gradient then goes into the embedding's, which adds its own.
 */
public final class WordScores implements Layer {
    private final String name;
    private final Layer product;
    private final Parameter weight;
    private final Optional<Parameter> shared;
    private final boolean quantized;

    /**
     * @param table owned by the layer from now on, unless {@code shared}
     * @param shared the embedding's parameter, whose value {@code table} is; empty for a table of its own
     * @param noiseLayer coordinate in the error noise
     */
    public WordScores(
            String name,
            FloatTensor table,
            Optional<Parameter> shared,
            int noiseLayer,
            Quantizer quantizer,
            boolean quantized,
            boolean first) {
        int words = table.dim(0);
        int features = table.dim(1);
        this.name = name;
        this.quantized = quantized;
        this.product = quantized
                ? new QuantizedConv(
                        new ConvSpec(name, features, words, 1, 1, 0, 1, true),
                        noiseLayer,
                        table.reshaped(words, features, 1, 1),
                        quantizer,
                        first)
                : new Linear(name, table, null, first);
        this.weight = product.parameters().get(0);
        this.shared = shared;
    }

    @Override
    public String name() {
        return name;
    }

    /** None where the table is the embedding's. */
    @Override
    public List<Parameter> parameters() {
        return shared.isPresent() ? List.of() : List.of(weight);
    }

    @Override
    public List<Layer> children() {
        return List.of(product);
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        FloatTensor rows = quantized ? input.reshaped(input.dim(0), input.dim(1), 1, 1) : input;
        FloatTensor scores = product.forward(rows, step);
        return scores.reshaped(scores.dim(0), scores.dim(1));
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        FloatTensor errors = quantized
                ? outputGradient.reshaped(outputGradient.dim(0), outputGradient.dim(1), 1, 1)
                : outputGradient;
        FloatTensor gradient = product.backward(errors, step);
        shared.ifPresent(embedding -> System.arraycopy(
                weight.gradient().data(),
                0,
                embedding.gradient().data(),
                0,
                weight.gradient().size()));
        return gradient == null ? null : gradient.reshaped(gradient.dim(0), gradient.dim(1));
    }
}
