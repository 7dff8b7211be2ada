package io.bitcycle.simulator;

import io.bitcycle.energy.EventCounts;

/**
 * What an operation (or several) costs on one hwconfig.
 *
 * @param computeCycles array cycles of DESIGN section 4
 * @param stallCycles cycles beyond them: memory transfers and buffer ports that nothing hides, folds begun again for tiles
 * @param vectorCycles cycles of the vector unit
 * @param folds folds of the array
 * @param busyUnitCycles unit cycles with work, for the utilisation
 * @param events counts by row of the energy table, leakage apart
 */
public record OpCost(
        long computeCycles, long stallCycles, long vectorCycles, long folds, long busyUnitCycles, EventCounts events) {
    /** All cycles of the operation. */
    public long totalCycles() {
        return computeCycles + stallCycles + vectorCycles;
    }

    /** The cost of {@code times} executions; exact, or an {@link ArithmeticException}. */
    public OpCost times(long times) {
        return new OpCost(
                Math.multiplyExact(computeCycles, times),
                Math.multiplyExact(stallCycles, times),
                Math.multiplyExact(vectorCycles, times),
                Math.multiplyExact(folds, times),
                Math.multiplyExact(busyUnitCycles, times),
                events.times(times));
    }

    /** Both costs together; exact, or an {@link ArithmeticException}. */
    public OpCost plus(OpCost other) {
        return new OpCost(
                Math.addExact(computeCycles, other.computeCycles),
                Math.addExact(stallCycles, other.stallCycles),
                Math.addExact(vectorCycles, other.vectorCycles),
                Math.addExact(folds, other.folds),
                Math.addExact(busyUnitCycles, other.busyUnitCycles),
                events.plus(other.events));
    }
}
