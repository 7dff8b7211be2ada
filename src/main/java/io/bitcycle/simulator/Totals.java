package io.bitcycle.simulator;

import io.bitcycle.energy.EventCounts;
import java.math.BigInteger;

/**
 * Sums over ledger entries.
 *
 * @param totalCycles compute + stall + reconfiguration + vector; with {@code vector.overlap} the vector unit's cycles hide
 *     behind the others as far as they go
 * @param bitOpsExecuted bit operations of the matrix products that ran
 * @param utilization unit cycles with work over all unit cycles, 0 to 1
 * @param timeSeconds total cycles at the hwconfig's clock
 * @param events all events, leakage included
 */
public record Totals(
        long computeCycles,
        long stallCycles,
        long vectorCycles,
        long reconfigurationCycles,
        long totalCycles,
        BigInteger macs,
        BigInteger bitOpsExecuted,
        long folds,
        long overflows,
        double utilization,
        double timeSeconds,
        EventCounts events) {}
