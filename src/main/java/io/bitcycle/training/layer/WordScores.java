package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.workload.layer.AdaptiveSoftmaxSpec;
import io.bitcycle.workload.layer.ConvSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A score for each word, without bias: rows [N, F] to [N, V]. Its table [V, F], or the first rows of it, may be that of the embedding
 * (Press and Wolf, EACL 2017): their gradient then goes into the embedding's, which adds its own.
 */
public final class WordScores implements Layer {
    private final String name;
    private final Layer product;
    /** The whole table, as the product has it. */
    private final Parameter weight;

    private final Optional<Parameter> shared;
    /** The rows behind those that are shared; null for none. */
    private final Parameter own;

    private final boolean quantized;

    /**
     * @param table owned by the layer from now on, unless it is the shared one
     * @param shared the embedding's parameter, whose value the table is or begins with; empty for a table of its own
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
        int ownRows = words - shared.map(embedding -> embedding.value().dim(0)).orElse(words);
        this.own = ownRows == 0 ? null : ownRows(ownRows, features);
    }

    private Parameter ownRows(int rows, int features) {
        float[] table = weight.value().data();
        float[] last = Arrays.copyOfRange(table, table.length - rows * features, table.length);
        return Parameter.of(name, AdaptiveSoftmaxSpec.CLASSES, FloatTensor.of(last, rows, features));
    }

    @Override
    public String name() {
        return name;
    }

    /** Those of its table that are not the embedding's. */
    @Override
    public List<Parameter> parameters() {
        if (shared.isEmpty()) {
            return List.of(weight);
        }
        return own == null ? List.of() : List.of(own);
    }

    @Override
    public List<Layer> children() {
        return List.of(product);
    }

    @Override
    public void skip() {
        product.skip();
        handGradientOn();
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        if (own != null) {
            join(shared.orElseThrow().value(), own.value(), weight.value());
        }
        FloatTensor rows = quantized ? input.reshaped(input.dim(0), input.dim(1), 1, 1) : input;
        FloatTensor scores = product.forward(rows, step);
        return scores.reshaped(scores.dim(0), scores.dim(1));
    }

    private static void join(FloatTensor first, FloatTensor last, FloatTensor whole) {
        System.arraycopy(first.data(), 0, whole.data(), 0, first.size());
        System.arraycopy(last.data(), 0, whole.data(), first.size(), last.size());
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        FloatTensor errors = quantized
                ? outputGradient.reshaped(outputGradient.dim(0), outputGradient.dim(1), 1, 1)
                : outputGradient;
        FloatTensor gradient = product.backward(errors, step);
        handGradientOn();
        return gradient == null ? null : gradient.reshaped(gradient.dim(0), gradient.dim(1));
    }

    private void handGradientOn() {
        float[] whole = weight.gradient().data();
        shared.ifPresent(embedding -> {
            float[] first = embedding.gradient().data();
            System.arraycopy(whole, 0, first, 0, first.length);
        });
        if (own != null) {
            float[] last = own.gradient().data();
            System.arraycopy(whole, whole.length - last.length, last, 0, last.length);
        }
    }
}
