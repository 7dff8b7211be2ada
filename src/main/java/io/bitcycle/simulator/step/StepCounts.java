package io.bitcycle.simulator.step;

/** What an array did, counted where it happened. */
public final class StepCounts {
    long cycles;
    long heldCycles;
    long stepCycles;
    long unitSteps;
    long columnSteps;
    long unitCycles;
    long movingReads;
    long feedReads;
    long sumReads;
    long sumWrites;

    /** Clock cycles, also those in which the array waited. */
    public long cycles() {
        return cycles;
    }

    /** Clock cycles in which the array waited. */
    public long heldCycles() {
        return heldCycles;
    }

    /** Clock cycles in which a multiply step was begun or went on at the first row. */
    public long stepCycles() {
        return stepCycles;
    }

    /** Multiply steps of units. */
    public long unitSteps() {
        return unitSteps;
    }

    /** Multiply steps of units, once per column that a unit computes side by side. */
    public long columnSteps() {
        return columnSteps;
    }

    /** Cycles that units spent in those steps. */
    public long unitCycles() {
        return unitCycles;
    }

    /** Codes read for the operand that moves along the rows. */
    public long movingReads() {
        return movingReads;
    }

    /** Codes read for the operand that enters along the columns: moving down, or to stay. */
    public long feedReads() {
        return feedReads;
    }

    /** Partial sums read back from the output buffer into the array. */
    public long sumReads() {
        return sumReads;
    }

    /** Sums that left the array. */
    public long sumWrites() {
        return sumWrites;
    }
}
