package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.choice;
import static io.bitcycle.json.JsonTypes.integer;

import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvProduct;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.work.BranchesWork;
import io.bitcycle.workload.work.EmbeddingWork;
import io.bitcycle.workload.work.IdleWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.Quantization;
import io.bitcycle.workload.work.SequentialWork;
import java.util.ArrayList;
import java.util.List;

/**
 * A vector for each token, looked up by the word's number. With clusters each vector is then projected to the full width (Baevski
 * and Auli, ICLR 2019).
 *
 * @param tailTokens which tokens count as words of a later cluster
 * @param rows how many tokens of a batch are in each cluster; empty where all are in the first
 */
public record EmbeddingSpec(
        String name, Clusters clusters, boolean quantized, TailTokens tailTokens, List<Integer> rows)
        implements LayerSpec {
    /** Which tokens count as words of a later cluster. */
    public enum TailTokens {
        /** None: every token counts as one of the first, which holds the frequent words. */
        NONE,
        /** Those whose word it holds. */
        OWN
    }

    private static final Key<Integer> FEATURES =
            Key.required("features", integer(1, LayerKeys.MOST), "Features of a token.");
    private static final Key<TailTokens> TAIL_TOKENS = Key.withDefault(
            "tail_tokens",
            choice(TailTokens.class),
            TailTokens.NONE,
            "Which tokens count as words of a later cluster: none, which is simulated from shapes but not trained, or its own,"
                    + " which is trained but not simulated, as how many they are depends on the text.");
    private static final Key<Boolean> QUANTIZED = LayerKeys.quantized(true, ".");

    static final LayerKind KIND = new LayerKind(
            "embedding",
            List.of(Clusters.VOCABULARY, FEATURES, Clusters.CUTOFFS, Clusters.DIVISOR, TAIL_TOKENS, QUANTIZED),
            draft -> new EmbeddingSpec(
                    draft.name(),
                    new Clusters(
                            draft.get(Clusters.VOCABULARY),
                            draft.get(FEATURES),
                            draft.get(Clusters.CUTOFFS),
                            draft.get(Clusters.DIVISOR)),
                    draft.get(QUANTIZED),
                    draft.get(TAIL_TOKENS),
                    List.of()));

    public EmbeddingSpec {
        rows = List.copyOf(rows);
    }

    /** Whether the text decides what is computed. */
    public boolean needsText() {
        return clusters.count() > 1 && tailTokens == TailTokens.OWN;
    }

    /** The same on a batch of these words. */
    public EmbeddingSpec on(int[] words) {
        return needsText() ? new EmbeddingSpec(name, clusters, quantized, tailTokens, clusters.countOf(words)) : this;
    }

    /** Where the look-ups in a cluster report. */
    public String clusterName(int cluster) {
        return name + ".cluster" + cluster;
    }

    /** Where the projection of a cluster's vectors reports. */
    public String projectionName(int cluster) {
        return clusterName(cluster) + ".projection";
    }

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
        if (needsText() && !rows.isEmpty()) {
            return workOfClusters(quantization);
        }
        EmbeddingWork lookUp = new EmbeddingWork(name, site.rows(), clusters.features(), clusters.tableSize());
        if (clusters.count() == 1) {
            return lookUp;
        }
        LayerWork projection = new LayerSite(site.batch(), site.input(), true)
                .matrix(projection(), clusters.features(), clusters.features(), quantized, quantization);
        return new SequentialWork(List.of(lookUp, projection));
    }

    private LayerWork workOfClusters(Quantization quantization) {
        List<LayerWork> works = new ArrayList<>();
        for (int i = 0; i < clusters.count(); i++) {
            int width = clusters.width(i);
            int tokens = Math.max(1, rows.get(i));
            LayerWork lookUp = new EmbeddingWork(clusterName(i), tokens, width, (long) clusters.words(i) * width);
            LayerWork projection = new LayerSite(tokens, ActivationShape.sequence(1, width), true)
                    .matrix(projectionName(i), width, clusters.features(), quantized, quantization);
            LayerWork work = new SequentialWork(List.of(lookUp, projection));
            works.add(rows.get(i) == 0 ? new IdleWork(work.parameters(), false) : work);
        }
        return new BranchesWork(name, works, List.of());
    }

    private String projection() {
        return name + ".projection";
    }

    @Override
    public boolean hasParameters() {
        return true;
    }
}
