package io.bitcycle.training.data;

/** The batches of a split, each a function of its number: none depends on which others were asked for, or in which order. */
public interface BatchSource {
    /** Batches of one epoch. */
    int perEpoch();

    /**
     * The batch of an iteration.
     *
     * @param iteration counted from 0 through all epochs
     */
    Batch at(long iteration);
}
