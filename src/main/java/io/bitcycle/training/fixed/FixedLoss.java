package io.bitcycle.training.fixed;

import io.bitcycle.workload.work.SoftmaxCrossEntropyWork;
import java.util.Arrays;

/**
 * Cross entropy of softmax against the right classes, averaged over the batch. For a row z of the scores with right class t and
 * m = max z: e = exp(z − m) in units of 2^−30, s = Σ e exactly, loss = ln(s) − (z[t] − m). The gradient of the mean is
 * (e / s − [c = t]) / N: the quotient rounded to 2^−30, the whole to words.
 */
final class FixedLoss {
    private static final String LAYER = SoftmaxCrossEntropyWork.LAYER;
    private static final int FRACTION_BITS = FixedExponential.FRACTION_BITS;
    /** More fractional bits for the division by the batch. */
    private static final int GUARD_BITS = 24;
    /** A difference of scores beyond 2^20 counts as it; the exponential is 0 long before. */
    private static final long MOST_DIFFERENCE = 1L << (20 + FRACTION_BITS);

    /**
     * The loss of a batch.
     *
     * @param mean over the batch, in units of 2^−30
     * @param correct rows whose greatest score, the first of equal ones, is the right class's
     * @param gradient of the mean by the scores, [N, C]; null in evaluation
     */
    record Result(long mean, int correct, FixedTensor gradient) {}

    private FixedLoss() {}

    /**
     * @param scores [N, C], before softmax
     * @param labels the right class of each row, 0 to C − 1
     */
    static Result of(FixedTensor scores, int[] labels, FixedStep step, FixedFormat format) {
        if (scores.rank() != 2 || scores.dim(0) != labels.length || scores.size() == 0) {
            throw new IllegalArgumentException(LAYER + ": scores " + Arrays.toString(scores.shape()) + " for "
                    + labels.length + " labels, not [N, C] with N labels");
        }
        int batch = scores.dim(0);
        int classes = scores.dim(1);
        long loss = 0;
        int correct = 0;
        long[] gradient = new long[scores.size()];
        for (int n = 0; n < batch; n++) {
            int best = best(scores.mantissas(), n * classes, classes);
            correct += best - n * classes == labels[n] ? 1 : 0;
            loss += row(scores, n * classes, classes, best, labels[n], gradient);
        }
        SoftmaxCrossEntropyWork work = new SoftmaxCrossEntropyWork(batch, classes);
        work.forward(step.training()).forEach(step.session()::vector);
        FixedTensor words = null;
        if (step.training()) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = Rounding.divide(gradient[i] << GUARD_BITS, batch);
            }
            words = FixedTensor.narrow(
                    gradient, -FRACTION_BITS - GUARD_BITS, format.bits(), step.parallel(), batch, classes);
            work.backward().forEach(step.session()::vector);
        }
        return new Result(Rounding.divide(loss, batch), correct, words);
    }

    private static int best(int[] scores, int first, int classes) {
        int best = first;
        for (int i = first + 1; i < first + classes; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    /** Writes e / s − [c = t] of one row, and returns its loss. */
    private static long row(FixedTensor scores, int first, int classes, int best, int label, long[] gradient) {
        int[] z = scores.mantissas();
        long sum = 0;
        for (int i = first; i < first + classes; i++) {
            gradient[i] = FixedExponential.ofNegative(difference(z[best], z[i], scores.exponent()));
            sum += gradient[i];
        }
        for (int i = first; i < first + classes; i++) {
            gradient[i] = Rounding.divide(gradient[i] << FRACTION_BITS, sum);
        }
        gradient[first + label] -= FixedExponential.ONE;
        return FixedExponential.logarithm(sum) + difference(z[best], z[first + label], scores.exponent());
    }

    /** max − z in units of 2^−30. */
    private static long difference(long max, long z, int exponent) {
        return Math.min(MOST_DIFFERENCE, Rounding.aligned(max - z, -FRACTION_BITS - exponent));
    }
}
