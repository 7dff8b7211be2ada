package io.bitcycle.precision;

/**
 * The precision of every iteration of a training run: a pure function of the iteration.
 *
 * @see PrecisionSchedules the list of them
 */
public interface PrecisionSchedule {
    /**
     * The precision of one training iteration.
     *
     * @param iteration counted from 0; at or after the planned end of the run the schedule goes on by its own rule
     * @throws IndexOutOfBoundsException for a negative iteration
     */
    Precision at(long iteration);

    /** The precision of evaluation: the highest of the run. */
    Precision evaluation();
}
