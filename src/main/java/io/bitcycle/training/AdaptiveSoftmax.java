package io.bitcycle.training;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.layer.Layer;
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.training.layer.RowsOf;
import io.bitcycle.training.layer.Step;
import io.bitcycle.workload.layer.AdaptiveSoftmaxSpec;
import io.bitcycle.workload.layer.Clusters;
import io.bitcycle.workload.work.ResidualWork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of words in clusters and their loss (Grave et al., "Efficient softmax approximation for GPUs", ICML 2017). The head
 * scores the frequent words and one class per other cluster; the tail of a cluster scores its words. The probability of a word in
 * a tail is that of its cluster times its own among the tail's words; so the loss is the head's cross entropy plus that of the
 * tail which holds the word, averaged over all rows. A row counts as correct where the head's greatest score is right and, in a
 * tail, the tail's too.
 *
 * <p>Which rows a tail scores depends on the right words; so scores are made with the loss, not by the forward pass.
 */
final class AdaptiveSoftmax implements Layer {
    private final AdaptiveSoftmaxSpec spec;
    private final List<Layer> clusters;

    /** The part of a batch that a cluster scores. */
    private static final class Part {
        private final Layer layer;
        private final int[] rows;
        /** Of each row, the right one among the cluster's scores; {@link SoftmaxCrossEntropy#NONE} of a word elsewhere. */
        private final int[] labels;

        private FloatTensor scores;
        private SoftmaxCrossEntropy.Rows loss;
        private FloatTensor gradient;

        Part(Layer layer, int[] rows, int[] labels) {
            this.layer = layer;
            this.rows = rows;
            this.labels = labels;
        }
    }

    /** @param clusters from rows of features [N, F] to a cluster's scores: the head, then the tails */
    AdaptiveSoftmax(AdaptiveSoftmaxSpec spec, List<Layer> clusters) {
        this.spec = spec;
        this.clusters = List.copyOf(clusters);
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public List<Layer> children() {
        return clusters;
    }

    @Override
    public List<Parameter> parameters() {
        return clusters.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    /** The features that {@link #loss} scores: its input. */
    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        return input;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        return outputGradient;
    }

    /**
     * The loss of a batch; in training with its gradient by the features, and those by the parameters in these.
     *
     * @param features [N, F]
     * @param words the right word of each row
     */
    SoftmaxCrossEntropy.Result loss(FloatTensor features, int[] words, Step step) {
        int vocabulary = spec.clusters().vocabulary();
        if (Arrays.stream(words).anyMatch(word -> word < 0 || word >= vocabulary)) {
            throw new IllegalArgumentException(name() + ": a word is not in 0 to " + (vocabulary - 1));
        }
        List<Part> parts = parts(words, step);
        parts.forEach(part -> part.scores = part.layer.forward(RowsOf.picked(features, part.rows), step));
        float mean = 0;
        int[] wrong = new int[words.length];
        for (Part part : parts) {
            part.loss = SoftmaxCrossEntropy.rows(part.scores, part.labels, words.length, step);
            mean += part.loss.mean();
            for (int i = 0; i < part.rows.length; i++) {
                boolean counts = part.labels[i] != SoftmaxCrossEntropy.NONE;
                wrong[part.rows[i]] += counts && !part.loss.isRight(i) ? 1 : 0;
            }
        }
        int correct = (int) Arrays.stream(wrong).filter(count -> count == 0).count();
        return new SoftmaxCrossEntropy.Result(mean, correct, step.training() ? gradient(parts, step) : null);
    }

    /** The head's, with those of the tails added to their rows. */
    private FloatTensor gradient(List<Part> parts, Step step) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            Part part = parts.get(i);
            part.gradient = part.loss.gradient(step);
        }
        for (int i = parts.size() - 1; i >= 0; i--) {
            Part part = parts.get(i);
            part.gradient = part.layer.backward(part.gradient, step);
        }
        FloatTensor sum = parts.get(0).gradient;
        for (Part tail : parts.subList(1, parts.size())) {
            RowsOf.add(tail.gradient, tail.rows, sum);
            step.session().vector(ResidualWork.addGradients(name(), tail.gradient.size()));
        }
        return sum;
    }

    /** What is scored of a batch: in training on the tails' own words, a tail without any is left out. */
    private List<Part> parts(int[] words, Step step) {
        Clusters shapes = spec.clusters();
        boolean own = step.training() && spec.tailTokens() == AdaptiveSoftmaxSpec.TailTokens.OWN;
        int[] all = IntStream.range(0, words.length).toArray();
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(
                clusters.get(0), all, Arrays.stream(words).map(this::inHead).toArray()));
        for (int i = 1; i < clusters.size(); i++) {
            int cluster = i;
            int[] rows = own
                    ? IntStream.of(all)
                            .filter(row -> shapes.of(words[row]) == cluster)
                            .toArray()
                    : all;
            int[] labels = IntStream.of(rows)
                    .map(row -> shapes.of(words[row]) == cluster
                            ? words[row] - shapes.first(cluster)
                            : SoftmaxCrossEntropy.NONE)
                    .toArray();
            if (rows.length > 0) {
                parts.add(new Part(clusters.get(i), rows, labels));
            } else {
                clusters.get(i).skip();
            }
        }
        return parts;
    }

    /** The head's score for a word: its own or its cluster's. */
    private int inHead(int word) {
        int cluster = spec.clusters().of(word);
        return cluster == 0 ? word : spec.clusters().words(0) + cluster - 1;
    }
}
