package io.bitcycle.training;

/**
 * A pass over the evaluated split.
 *
 * @param iterations training iterations done before it
 * @param loss mean over the samples, of text over the words
 * @param accuracy 0 to 1
 */
public record Evaluation(long iterations, double loss, double accuracy) {
    /** Of text: e to the loss, the number of words that are as good as equally likely. */
    public double perplexity() {
        return StrictMath.exp(loss);
    }
}
