package io.bitcycle.training;

import io.bitcycle.precision.Precision;

/**
 * What one training iteration did.
 *
 * @param iteration counted from 0
 * @param loss mean over the batch
 * @param correct labels of the batch that were foretold rightly
 * @param samples labels in the batch: one per image, or per word
 */
public record IterationRecord(
        long iteration, Precision precision, float learningRate, float loss, int correct, int samples) {
    /** Training accuracy of the batch, 0 to 1. */
    public double accuracy() {
        return (double) correct / samples;
    }
}
