package io.bitcycle.training;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.LaneSum;
import io.bitcycle.training.layer.Step;
import io.bitcycle.workload.work.SoftmaxCrossEntropyWork;
import java.util.Arrays;

/**
 * Cross entropy of softmax against the right classes, averaged over the batch, in binary32. For a row z of the scores with right
 * class t and m = max z: e = exp(z − m), s = {@link LaneSum} of e, loss = log(s) − (z[t] − m). The gradient of the mean is
 * (e / s − [c = t]) · (1 / N). Exponentials and logarithms are StrictMath's, rounded once to binary32.
 */
public final class SoftmaxCrossEntropy {
    private static final String LAYER = SoftmaxCrossEntropyWork.LAYER;

    /**
     * The loss of a batch.
     *
     * @param mean over the batch
     * @param correct rows whose greatest score, the first of equal ones, is the right class's
     * @param gradient of the mean by the scores, [N, C]; null in evaluation
     */
    public record Result(float mean, int correct, FloatTensor gradient) {}

    private SoftmaxCrossEntropy() {}

    /**
     * @param scores [N, C], before softmax
     * @param labels the right class of each row, 0 to C − 1
     */
    public static Result of(FloatTensor scores, int[] labels, Step step) {
        if (scores.rank() != 2 || scores.dim(0) != labels.length || scores.size() == 0) {
            throw new IllegalArgumentException(LAYER + ": scores " + Arrays.toString(scores.shape()) + " for "
                    + labels.length + " labels, not [N, C] with N labels");
        }
        int batch = scores.dim(0);
        int classes = scores.dim(1);
        for (int n = 0; n < batch; n++) {
            if (labels[n] < 0 || labels[n] >= classes) {
                throw new IllegalArgumentException(
                        LAYER + ": label " + labels[n] + " of sample " + n + " is not in 0 to " + (classes - 1));
            }
        }
        Rows rows = rows(scores, labels, batch, step);
        int correct = 0;
        for (int n = 0; n < batch; n++) {
            correct += rows.isRight(n) ? 1 : 0;
        }
        return new Result(rows.mean(), correct, step.training() ? rows.gradient(step) : null);
    }

    /** No class of a row is right: it adds nothing to the loss, and its gradient is 0. */
    static final int NONE = -1;

    /**
     * Some rows of a batch before their gradient.
     *
     * @param batch rows of the whole batch
     * @param mean their share in the mean over the batch
     * @param best the greatest score of each row, the first of equal ones
     */
    record Rows(FloatTensor exponentials, float[] sums, int[] labels, int[] best, int batch, float mean) {
        boolean isRight(int row) {
            return best[row] == labels[row];
        }

        /** Turns the exponentials into the gradient, in place. */
        FloatTensor gradient(Step step) {
            int classes = exponentials.dim(1);
            float share = 1f / batch;
            float[] values = exponentials.data();
            step.session().workers().forEachRange(labels.length, classes, (from, to) -> {
                for (int n = from; n < to; n++) {
                    if (labels[n] == NONE) {
                        Arrays.fill(values, n * classes, (n + 1) * classes, 0f);
                        continue;
                    }
                    for (int c = 0; c < classes; c++) {
                        float probability = values[n * classes + c] / sums[n];
                        values[n * classes + c] = (probability - (c == labels[n] ? 1f : 0f)) * share;
                    }
                }
            });
            new SoftmaxCrossEntropyWork(labels.length, classes).backward().forEach(step.session()::vector);
            return exponentials;
        }
    }

    /** @param labels in range, or {@link #NONE} */
    static Rows rows(FloatTensor scores, int[] labels, int batch, Step step) {
        int rows = labels.length;
        int classes = scores.dim(1);
        float[] losses = new float[rows];
        int[] best = new int[rows];
        float[] exponentials = new float[scores.size()];
        float[] sums = new float[rows];
        step.session().workers().forEachRange(rows, classes, (from, to) -> {
            for (int n = from; n < to; n++) {
                row(n, classes, scores.data(), labels[n], best, exponentials, sums, losses);
            }
        });
        new SoftmaxCrossEntropyWork(rows, classes).forward(step.training()).forEach(step.session()::vector);
        float mean = LaneSum.of(losses, 0, rows) / batch;
        return new Rows(FloatTensor.of(exponentials, rows, classes), sums, labels, best, batch, mean);
    }

    private static void row(
            int n,
            int classes,
            float[] scores,
            int label,
            int[] best,
            float[] exponentials,
            float[] sums,
            float[] losses) {
        int first = n * classes;
        int top = 0;
        for (int c = 1; c < classes; c++) {
            top = scores[first + c] > scores[first + top] ? c : top;
        }
        float max = scores[first + top];
        Loops.best().exp(scores, first, first + classes, max, exponentials);
        best[n] = top;
        sums[n] = LaneSum.of(exponentials, first, first + classes);
        losses[n] = label == NONE ? 0 : (float) StrictMath.log(sums[n]) - (scores[first + label] - max);
    }
}
