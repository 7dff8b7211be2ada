package io.bitcycle.report.experiment;

/**
 * One run of an experiment.
 *
 * @param network as the experiment's file names it
 * @param hwconfig likewise
 * @param schedule likewise, settings included
 */
public record ExperimentRun(String network, String hwconfig, String schedule, long seed) {
    /** In words. */
    public String describe() {
        return schedule + ", seed " + seed + ", " + network + " on " + hwconfig;
    }

    /** Whether both differ in nothing but schedule and seed: their results may be compared. */
    boolean isComparable(ExperimentRun other) {
        return network.equals(other.network) && hwconfig.equals(other.hwconfig);
    }
}
