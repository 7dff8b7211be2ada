package io.bitcycle.training;

/**
 * A pass over the test split.
 *
 * @param iterations training iterations done before it
 * @param loss mean over the samples
 * @param accuracy 0 to 1
 */
public record Evaluation(long iterations, double loss, double accuracy) {}
