package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.layer.Clusters;
import io.bitcycle.workload.layer.EmbeddingSpec;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An embedding whose words are in clusters (Baevski and Auli, ICLR 2019): each cluster looks up its words in a table of its own width
 * and projects them to the full one, [N, T, 1] to [N, T, F]. It stands first and gives no input gradient.
 */
public final class ClusteredEmbedding implements Layer {
    private final EmbeddingSpec spec;
    private final List<Cluster> clusters;
    private final Kept<int[][]> kept;

    /**
     * @param table from the words [1, R, 1], numbered from the cluster's first on, to [1, R, W]
     * @param projection from rows [R, W] to [R, F]
     */
    public record Cluster(Embedding table, Layer projection) {}

    public ClusteredEmbedding(EmbeddingSpec spec, List<Cluster> clusters) {
        this.spec = spec;
        this.clusters = List.copyOf(clusters);
        this.kept = new Kept<>(spec.name());
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public List<Layer> children() {
        return clusters.stream()
                .flatMap(cluster -> Stream.<Layer>of(cluster.table(), cluster.projection()))
                .toList();
    }

    @Override
    public List<Parameter> parameters() {
        return children().stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    @Override
    public FloatTensor forward(FloatTensor words, Step step) {
        int features = spec.clusters().features();
        FloatTensor output = FloatTensor.zeros(words.size(), features);
        int[][] places = places(words);
        for (int i = 0; i < places.length; i++) {
            int[] rows = places[i];
            if (rows.length > 0) {
                FloatTensor numbers = FloatTensor.zeros(1, rows.length, 1);
                for (int j = 0; j < rows.length; j++) {
                    numbers.data()[j] = words.data()[rows[j]] - spec.clusters().first(i);
                }
                FloatTensor vectors = clusters.get(i).table().forward(numbers, step);
                FloatTensor narrow = vectors.reshaped(rows.length, vectors.dim(2));
                RowsOf.add(clusters.get(i).projection().forward(narrow, step), rows, output);
            }
        }
        if (step.training()) {
            kept.keep(places);
        }
        return output.reshaped(words.dim(0), words.dim(1), features);
    }

    /** Per cluster, where its words stand. */
    private int[][] places(FloatTensor words) {
        Clusters shapes = spec.clusters();
        int[] cluster = new int[words.size()];
        for (int i = 0; i < cluster.length; i++) {
            float word = words.data()[i];
            if (!(word >= 0 && word < shapes.vocabulary() && word == (int) word)) {
                throw new IllegalArgumentException(name() + ": word " + word + " at " + i + " is no number from 0 to "
                        + (shapes.vocabulary() - 1));
            }
            cluster[i] = shapes.of((int) word);
        }
        return IntStream.range(0, clusters.size())
                .mapToObj(c -> IntStream.range(0, cluster.length)
                        .filter(i -> cluster[i] == c)
                        .toArray())
                .toArray(int[][]::new);
    }

    /** @return null */
    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        int features = spec.clusters().features();
        FloatTensor errors = outputGradient.reshaped(outputGradient.size() / features, features);
        int[][] places = kept.take();
        for (int i = places.length - 1; i >= 0; i--) {
            int[] rows = places[i];
            Cluster cluster = clusters.get(i);
            if (rows.length == 0) {
                cluster.projection().skip();
                cluster.table().skip();
                continue;
            }
            FloatTensor narrow = cluster.projection().backward(RowsOf.picked(errors, rows), step);
            cluster.table().backward(narrow.reshaped(1, rows.length, narrow.dim(1)), step);
        }
        return null;
    }
}
