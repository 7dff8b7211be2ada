package io.bitcycle.simulator;

import io.bitcycle.workload.Operation;

/** Hears of the operations of a session as they are executed. */
@FunctionalInterface
public interface OperationListener {
    /** Hears nothing. */
    OperationListener NONE = (operation, cost, reconfigured) -> {};

    /**
     * An operation was executed.
     *
     * @param cost of this execution, reconfiguration apart
     * @param reconfigured whether the array had to change its precision first
     */
    void executed(Operation operation, OpCost cost, boolean reconfigured);
}
