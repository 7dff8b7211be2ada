package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.integer;

import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvProduct;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.work.EmbeddingWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import io.bitcycle.workload.work.SequentialWork;
import java.util.List;

/**
 * A vector for each token, looked up by the word's number. With clusters each vector is then projected to the full width;
 * every token is counted as one of the first cluster, which holds the frequent words.
 */
public record EmbeddingSpec(String name, Clusters clusters, boolean quantized) implements LayerSpec {
    private static final Key<Integer> FEATURES =
            Key.required("features", integer(1, LayerKeys.MOST), "Features of a token.");
    private static final Key<Boolean> QUANTIZED = LayerKeys.quantized(true, ".");

    static final LayerKind KIND = new LayerKind(
            "embedding",
            List.of(Clusters.VOCABULARY, FEATURES, Clusters.CUTOFFS, Clusters.DIVISOR, QUANTIZED),
            draft -> new EmbeddingSpec(
                    draft.name(),
                    new Clusters(
                            draft.get(Clusters.VOCABULARY),
                            draft.get(FEATURES),
                            draft.get(Clusters.CUTOFFS),
                            draft.get(Clusters.DIVISOR)),
                    draft.get(QUANTIZED)));

    @Override
    public ActivationShape output(ActivationShape input) {
        if (input.features() != 1) {
            throw new LayerMismatchException(
                    "type", "is embedding, but its input is " + input + "; allowed: tokens of 1, the words' numbers");
        }
        return input.withImage(clusters.features(), 1, 1);
    }

    @Override
    public List<Product> products(LayerSite site) {
        return clusters.count() == 1
                ? List.of()
                : List.of(new ConvProduct(
                        projection(), site.linear(clusters.features(), clusters.features()), quantized, true));
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        EmbeddingWork lookUp = new EmbeddingWork(name, site.rows(), clusters.features(), clusters.tableSize());
        if (clusters.count() == 1) {
            return lookUp;
        }
        LayerWork projection = new LayerSite(site.batch(), site.input(), true)
                .matrix(projection(), clusters.features(), clusters.features(), quantized, quantization);
        return new SequentialWork(List.of(lookUp, projection));
    }

    private String projection() {
        return name + ".projection";
    }

    @Override
    public boolean hasParameters() {
        return true;
    }
}
