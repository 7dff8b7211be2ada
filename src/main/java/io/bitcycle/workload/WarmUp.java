package io.bitcycle.workload;

/**
 * The learning rate of the first iterations, in place of the schedule's.
 *
 * @param iterations 0 for none
 * @param rate of the first one, above 0
 * @param rises whether it rises in equal steps to the initial rate; else it stays
 */
public record WarmUp(long iterations, double rate, boolean rises) {
    /** None. The rate is that of CPT's code, where there is one. */
    public static final WarmUp NONE = new WarmUp(0, 0.01, false);
}
