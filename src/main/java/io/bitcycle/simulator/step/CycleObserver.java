package io.bitcycle.simulator.step;

/** Sees the array's registers at the end of each cycle. */
@FunctionalInterface
public interface CycleObserver {
    /**
     * One cycle has ended.
     *
     * @param cycle its number, from 0
     */
    void cycle(long cycle, SteppedArray array);
}
