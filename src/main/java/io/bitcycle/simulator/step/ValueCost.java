package io.bitcycle.simulator.step;

/**
 * What the operands' values decide about a product's cost.
 *
 * @param stepCycles cycles of all steps of all folds; 0 where values decide nothing
 * @param unitCycles cycles that units spend in their steps
 */
public record ValueCost(long stepCycles, long unitCycles) {
    public static final ValueCost NONE = new ValueCost(0, 0);

    public ValueCost plus(ValueCost other) {
        return new ValueCost(stepCycles + other.stepCycles, unitCycles + other.unitCycles);
    }
}
