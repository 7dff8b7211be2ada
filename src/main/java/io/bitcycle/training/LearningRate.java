package io.bitcycle.training;

/**
 * The learning rate of every iteration of a training run: a pure function of the iteration.
 *
 * @see LearningRates the list of them
 */
@FunctionalInterface
public interface LearningRate {
    /**
     * The rate of one iteration, computed in binary64 and rounded once.
     *
     * @param iteration counted from 0
     */
    float at(long iteration);
}
