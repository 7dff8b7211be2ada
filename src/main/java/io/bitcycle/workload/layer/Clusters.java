package io.bitcycle.workload.layer;

import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.list;

import io.bitcycle.json.Key;
import java.util.Arrays;
import java.util.List;

/**
 * A vocabulary in clusters of falling frequency, each with narrower vectors (Grave et al., "Efficient softmax approximation
 * for GPUs", ICML 2017; Baevski and Auli, ICLR 2019): cluster i has {@code features / divisor^i} features.
 *
 * @param vocabulary words
 * @param features of the first cluster
 * @param cutoffs words before the second and each later cluster; none for one cluster
 */
public record Clusters(int vocabulary, int features, List<Integer> cutoffs, int divisor) {
    static final Key<Integer> VOCABULARY = Key.required("vocabulary", integer(2, LayerKeys.MOST), "Words.");
    static final Key<List<Integer>> CUTOFFS = Key.withDefault(
            "cutoffs",
            list(integer(1, LayerKeys.MOST), 1, 16),
            List.of(),
            "Words before the second and each later cluster, ascending; one cluster when left out.");
    static final Key<Integer> DIVISOR =
            Key.withDefault("divisor", integer(1, 64), 4, "How many times narrower each later cluster's vectors are.");

    public Clusters {
        cutoffs = List.copyOf(cutoffs);
        int last = 0;
        for (int i = 0; i < cutoffs.size(); i++) {
            if (cutoffs.get(i) <= last || cutoffs.get(i) >= vocabulary) {
                throw new LayerMismatchException(
                        "cutoffs[" + i + "]",
                        "is " + cutoffs.get(i) + "; allowed: ascending, below the vocabulary of " + vocabulary);
            }
            last = cutoffs.get(i);
        }
        if (features / StrictMath.pow(divisor, cutoffs.size()) < 1) {
            throw new LayerMismatchException(
                    "divisor", "is " + divisor + ", which leaves the last cluster no feature; allowed: less");
        }
    }

    /** How many. */
    public int count() {
        return cutoffs.size() + 1;
    }

    /** Which one a word is in. */
    public int of(int word) {
        int cluster = 0;
        while (cluster < cutoffs.size() && word >= cutoffs.get(cluster)) {
            cluster++;
        }
        return cluster;
    }

    /** How many of some words are in each. */
    List<Integer> countOf(int[] words) {
        int[] counts = new int[count()];
        for (int word : words) {
            counts[of(word)]++;
        }
        return Arrays.stream(counts).boxed().toList();
    }

    /** The first word of a cluster. */
    public int first(int cluster) {
        return cluster == 0 ? 0 : cutoffs.get(cluster - 1);
    }

    /** Words of a cluster. */
    public int words(int cluster) {
        return (cluster == cutoffs.size() ? vocabulary : cutoffs.get(cluster)) - first(cluster);
    }

    /** Features of a cluster's vectors. */
    public int width(int cluster) {
        int width = features;
        for (int i = 0; i < cluster; i++) {
            width /= divisor;
        }
        return width;
    }

    /** Numbers in the tables of all clusters. */
    long tableSize() {
        long size = 0;
        for (int i = 0; i < count(); i++) {
            size += (long) words(i) * width(i);
        }
        return size;
    }
}
