package io.bitcycle.workload.layer;

import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvProduct;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.work.BranchesWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import io.bitcycle.workload.work.TiedWork;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores of all words, in clusters (see {@link Clusters}): the head scores the frequent words and one class per other
 * cluster, a tail narrows the features and scores its words. Every token goes through every cluster, as in evaluation;
 * training may leave out the tails that a token's word is not in.
 *
 * @param tied whether its tables are the embedding's
 */
public record AdaptiveSoftmaxSpec(String name, Clusters clusters, boolean tied, boolean quantized)
        implements LayerSpec {
    private static final Key<Boolean> TIED = Key.withDefault(
            "tied", io.bitcycle.json.JsonTypes.flag(), false, "Whether the tables are the embedding's parameters.");
    private static final Key<Boolean> QUANTIZED = LayerKeys.quantized(true, ".");

    static final LayerKind KIND = new LayerKind(
            "adaptive-softmax",
            List.of(LayerKeys.IN, Clusters.VOCABULARY, Clusters.CUTOFFS, Clusters.DIVISOR, TIED, QUANTIZED),
            draft -> new AdaptiveSoftmaxSpec(
                    draft.name(),
                    new Clusters(
                            draft.get(Clusters.VOCABULARY),
                            draft.stated(LayerKeys.IN, draft.input().features()),
                            draft.get(Clusters.CUTOFFS),
                            draft.get(Clusters.DIVISOR)),
                    draft.get(TIED),
                    draft.get(QUANTIZED)));

    /** Where the scores of the frequent words report. */
    public String headName() {
        return name + ".head";
    }

    /** A matrix of the layer. */
    private record Part(String name, int in, int out, boolean table) {}

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        int features = clusters.features();
        parts.add(new Part(headName(), features, clusters.words(0) + clusters.count() - 1, true));
        for (int i = 1; i < clusters.count(); i++) {
            String tail = name + ".tail" + i;
            parts.add(new Part(tail + ".narrow", features, clusters.width(i), false));
            parts.add(new Part(tail, clusters.width(i), clusters.words(i), true));
        }
        return parts;
    }

    @Override
    public ActivationShape output(ActivationShape input) {
        LayerMismatchException.require("in", clusters.features(), "features", input.features(), input);
        return input.withImage(clusters.vocabulary(), 1, 1);
    }

    @Override
    public List<Product> products(LayerSite site) {
        List<Product> products = new ArrayList<>();
        for (Part part : parts()) {
            products.add(new ConvProduct(part.name(), site.linear(part.in(), part.out()), quantized, true));
        }
        return products;
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        List<LayerWork> works = new ArrayList<>();
        for (Part part : parts()) {
            LayerWork matrix = site.matrix(part.name(), part.in(), part.out(), quantized, quantization);
            works.add(tied && part.table() ? new TiedWork(matrix) : matrix);
        }
        return new BranchesWork(name, site.inputs(), clusters.count(), works);
    }

    @Override
    public boolean hasParameters() {
        return true;
    }
}
