package io.bitcycle.precision;

/**
 * The precision of every iteration of a training run: a pure function of the iteration, or, for a schedule that follows the
 * training loss, of the iteration and the losses it was told.
 *
 * @see PrecisionSchedules the list of them
 */
public interface PrecisionSchedule {
    /**
     * The precision of one training iteration.
     *
     * @param iteration counted from 0; at or after the planned end of the run the schedule goes on by its own rule
     * @throws IndexOutOfBoundsException for a negative iteration
     * @throws LossNeededException when losses decide that have not been {@link #observe told}
     */
    Precision at(long iteration);

    /** The precision of evaluation: the highest of the run. */
    Precision evaluation();

    /**
     * Tells the training loss of an iteration, once each and in order. Schedules that do not follow it ignore it. What a
     * schedule remembers follows from the losses alone, which checkpoints have: a run that is resumed tells them again.
     *
     * @param loss mean over the batch
     */
    default void observe(long iteration, double loss) {}
}
