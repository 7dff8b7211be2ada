package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.work.EmbeddingWork;
import java.util.Arrays;
import java.util.List;

/**
 * A row of a table for each word's number: [N, T, 1] to [N, T, F]. The gradients of a word's occurrences are added in their order. It
 * stands first and gives no input gradient.
 */
public final class Embedding implements Layer {
    private final String name;
    private final Parameter table;
    private final boolean shared;
    private final Kept<FloatTensor> kept;

    /**
     * @param table [V, F], owned by the layer from now on
     * @param shared whether a layer above has the table too: its gradient is there first, and this one is added
     */
    public Embedding(String name, FloatTensor table, boolean shared) {
        this.name = name;
        this.table = Parameter.of(name, "table", table);
        this.shared = shared;
        this.kept = new Kept<>(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(table);
    }

    @Override
    public FloatTensor forward(FloatTensor words, Step step) {
        int features = features();
        int vocabulary = table.value().dim(0);
        float[] rows = table.value().data();
        FloatTensor output = FloatTensor.zeros(words.dim(0), words.dim(1), features);
        for (int i = 0; i < words.size(); i++) {
            float word = words.data()[i];
            if (!(word >= 0 && word < vocabulary && word == (int) word)) {
                throw new IllegalArgumentException(
                        name + ": word " + word + " at " + i + " is no number from 0 to " + (vocabulary - 1));
            }
            System.arraycopy(rows, (int) word * features, output.data(), i * features, features);
        }
        if (step.training()) {
            kept.keep(words);
        }
        work(words).forward(step.training()).forEach(step.session()::vector);
        return output;
    }

    /** @return null */
    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        FloatTensor words = kept.take();
        int features = features();
        float[] gradient = table.gradient().data();
        skip();
        for (int i = 0; i < words.size(); i++) {
            int row = (int) words.data()[i] * features;
            for (int f = 0; f < features; f++) {
                gradient[row + f] += outputGradient.data()[i * features + f];
            }
        }
        work(words).backward().forEach(step.session()::vector);
        return null;
    }

    /** Leaves what a layer above has put into the gradient. */
    @Override
    public void skip() {
        if (!shared) {
            Arrays.fill(table.gradient().data(), 0f);
        }
    }

    private int features() {
        return table.value().dim(1);
    }

    private EmbeddingWork work(FloatTensor words) {
        return new EmbeddingWork(name, words.size(), features(), table.value().size());
    }
}
