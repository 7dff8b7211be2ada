package io.bitcycle.simulator.step;

/**
 * What operands whose values decide the cycles take.
 *
 * @param cycles all of the array's, waits for the buffers' ports included
 * @param stepCycles cycles of all steps of all folds
 * @param unitCycles cycles that units spend in their steps
 */
public record ValueCost(long cycles, long stepCycles, long unitCycles) {
    public static final ValueCost NONE = new ValueCost(0, 0, 0);

    public ValueCost plus(ValueCost other) {
        return new ValueCost(cycles + other.cycles, stepCycles + other.stepCycles, unitCycles + other.unitCycles);
    }
}
