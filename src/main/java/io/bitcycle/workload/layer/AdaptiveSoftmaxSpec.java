package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.choice;
import static io.bitcycle.json.JsonTypes.flag;

import io.bitcycle.json.Key;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvProduct;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.work.BranchesWork;
import io.bitcycle.workload.work.IdleWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.ParameterSize;
import io.bitcycle.workload.work.Quantization;
import io.bitcycle.workload.work.SequentialWork;
import io.bitcycle.workload.work.SoftmaxCrossEntropyWork;
import io.bitcycle.workload.work.TiedWork;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores of all words, in clusters (see {@link Clusters}): the head scores the frequent words and one class per other
 * cluster, a tail narrows the features and scores its words. In evaluation every token goes through every cluster.
 *
 * @param tied whether its tables are the embedding's
 * @param tailTokens which tokens go through a tail in training
 * @param tailRows how many tokens of a batch go through each tail; empty for all of them
 */
public record AdaptiveSoftmaxSpec(
        String name, Clusters clusters, boolean tied, boolean quantized, TailTokens tailTokens, List<Integer> tailRows)
        implements LayerSpec {
    /** Which tokens go through a tail in training. */
    public enum TailTokens {
        /** Every one, as in evaluation. */
        ALL,
        /** Those whose next word is in the tail. */
        OWN
    }

    /** The vectors of the head that stand for clusters, where those of its words are the embedding's. */
    public static final String CLASSES = "classes";

    private static final Key<Boolean> TIED =
            Key.withDefault("tied", flag(), false, "Whether the tables are the embedding's parameters.");
    private static final Key<TailTokens> TAIL_TOKENS = Key.withDefault(
            "tail_tokens",
            choice(TailTokens.class),
            TailTokens.ALL,
            "Which tokens go through a later cluster in training: all, as in evaluation, or its own, those whose next word it"
                    + " holds. How many are its own depends on the text: it is trained, but not simulated from shapes.");
    private static final Key<Boolean> QUANTIZED = LayerKeys.quantized(true, ".");

    static final LayerKind KIND = new LayerKind(
            "adaptive-softmax",
            List.of(
                    LayerKeys.IN,
                    Clusters.VOCABULARY,
                    Clusters.CUTOFFS,
                    Clusters.DIVISOR,
                    TIED,
                    TAIL_TOKENS,
                    QUANTIZED),
            draft -> new AdaptiveSoftmaxSpec(
                    draft.name(),
                    new Clusters(
                            draft.get(Clusters.VOCABULARY),
                            draft.stated(LayerKeys.IN, draft.input().features()),
                            draft.get(Clusters.CUTOFFS),
                            draft.get(Clusters.DIVISOR)),
                    draft.get(TIED),
                    draft.get(QUANTIZED),
                    draft.get(TAIL_TOKENS),
                    List.of()));

    public AdaptiveSoftmaxSpec {
        tailRows = List.copyOf(tailRows);
    }

    /** The same in training on a batch with these next words. */
    public AdaptiveSoftmaxSpec trainedOn(int[] words) {
        if (tailTokens == TailTokens.ALL) {
            return this;
        }
        List<Integer> rows = clusters.countOf(words);
        return new AdaptiveSoftmaxSpec(name, clusters, tied, quantized, tailTokens, rows.subList(1, rows.size()));
    }

    /** Where the scores of the frequent words report. */
    public String headName() {
        return name + ".head";
    }

    /** Where the scores of a later cluster report. */
    public String tailName(int cluster) {
        return name + ".tail" + cluster;
    }

    /** Where the product that narrows the features for it reports. */
    public String narrowName(int cluster) {
        return tailName(cluster) + ".narrow";
    }

    /** Whether the text decides what training computes. */
    public boolean needsText() {
        return clusters.count() > 1 && tailTokens == TailTokens.OWN;
    }

    /** Scores of the head: frequent words, then one per other cluster. */
    public int headScores() {
        return clusters.words(0) + clusters.count() - 1;
    }

    /** Tokens that go through a cluster. */
    private int rows(int cluster, LayerSite site) {
        return cluster == 0 || tailRows.isEmpty() ? site.rows() : tailRows.get(cluster - 1);
    }

    @Override
    public ActivationShape output(ActivationShape input) {
        LayerMismatchException.require("in", clusters.features(), "features", input.features(), input);
        return input.withImage(clusters.vocabulary(), 1, 1);
    }

    @Override
    public List<Product> products(LayerSite site) {
        List<Product> products = new ArrayList<>();
        products.add(product(headName(), site, clusters.features(), headScores()));
        for (int i = 1; i < clusters.count(); i++) {
            products.add(product(narrowName(i), site, clusters.features(), clusters.width(i)));
            products.add(product(tailName(i), site, clusters.width(i), clusters.words(i)));
        }
        return products;
    }

    private Product product(String part, LayerSite site, int in, int out) {
        return new ConvProduct(part, site.linear(in, out), quantized, true);
    }

    @Override
    public LayerWork work(LayerSite site, Quantization quantization) {
        List<LayerWork> works = new ArrayList<>();
        List<Long> gradients = new ArrayList<>();
        LayerWork head = site.matrix(headName(), clusters.features(), headScores(), quantized, quantization);
        long classes = (long) (clusters.count() - 1) * clusters.features();
        works.add(
                !tied
                        ? head
                        : new TiedWork(
                                head,
                                classes == 0 ? List.of() : List.of(new ParameterSize(headName(), CLASSES, classes))));
        for (int i = 1; i < clusters.count(); i++) {
            int rows = rows(i, site);
            LayerWork tail = tail(i, site.withRows(Math.max(1, rows), clusters.features()), quantization);
            works.add(rows == 0 ? new IdleWork(tail.parameters(), true) : tail);
            if (rows > 0) {
                gradients.add((long) rows * clusters.features());
            }
        }
        return new BranchesWork(name, works, gradients);
    }

    private LayerWork tail(int cluster, LayerSite site, Quantization quantization) {
        int width = clusters.width(cluster);
        LayerWork narrow = site.matrix(narrowName(cluster), clusters.features(), width, quantized, quantization);
        LayerWork words = site.matrix(tailName(cluster), width, clusters.words(cluster), quantized, quantization);
        return new SequentialWork(List.of(narrow, tied ? new TiedWork(words, List.of()) : words));
    }

    /** The work of its loss, of each cluster by itself. */
    public LayerWork loss(LayerSite site) {
        List<LayerWork> parts = new ArrayList<>();
        parts.add(new SoftmaxCrossEntropyWork(site.rows(), headScores()));
        for (int i = 1; i < clusters.count(); i++) {
            int rows = rows(i, site);
            parts.add(rows == 0 ? new IdleWork(List.of(), true) : new SoftmaxCrossEntropyWork(rows, clusters.words(i)));
        }
        return parts.size() == 1 ? parts.get(0) : new BranchesWork(SoftmaxCrossEntropyWork.LAYER, parts, List.of());
    }

    @Override
    public boolean hasParameters() {
        return true;
    }
}
