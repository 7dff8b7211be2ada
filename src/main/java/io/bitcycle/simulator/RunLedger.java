package io.bitcycle.simulator;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run executed: for each phase of it (training, evaluation, range test) and each distinct operation, how often and
 * at what cost. Entries keep the order of their first execution.
 */
public final class RunLedger {
    /**
     * One distinct operation of one phase.
     *
     * @param cost of one execution
     * @param reconfigurations how many executions had to change the array's precision first
     * @param overflows accumulator overflows over all executions
     */
    public record Entry(
            String phase, Operation operation, OpCost cost, long executions, long reconfigurations, long overflows) {
        private Entry plus(boolean reconfigured, long moreOverflows) {
            return new Entry(
                    phase,
                    operation,
                    cost,
                    executions + 1,
                    reconfigurations + (reconfigured ? 1 : 0),
                    overflows + moreOverflows);
        }
    }

    /** Executions of one operation share an entry where they cost the same; cached costs are the same object. */
    private record Key(String phase, Operation operation, OpCost cost) {}

    private final HardwareConfig hardware;
    private final EnergyTable table;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    RunLedger(HardwareConfig hardware, EnergyTable table) {
        this.hardware = hardware;
        this.table = table;
    }

    void add(String phase, Operation operation, OpCost cost, boolean reconfigured, long overflows) {
        entries.merge(
                new Key(phase, operation, cost),
                new Entry(phase, operation, cost, 1, reconfigured ? 1 : 0, overflows),
                (old, added) -> old.plus(reconfigured, overflows));
    }

    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    public EnergyTable energyTable() {
        return table;
    }

    /** Sums over the given entries. */
    public Totals totals(List<Entry> some) {
        EventCounts events = table.noEvents();
        long compute = 0;
        long stall = 0;
        long vector = 0;
        long reconfigurations = 0;
        long macs = 0;
        long bitOpsExecuted = 0;
        long folds = 0;
        long busy = 0;
        long overflows = 0;
        for (Entry entry : some) {
            long times = entry.executions();
            OpCost cost = entry.cost();
            events.add(cost.events(), times);
            compute += times * cost.computeCycles();
            stall += times * cost.stallCycles();
            vector += times * cost.vectorCycles();
            reconfigurations += entry.reconfigurations();
            folds += times * cost.folds();
            busy += times * cost.busyUnitCycles();
            overflows += entry.overflows();
            if (entry.operation() instanceof MatrixOp op) {
                macs += times * op.macs();
                bitOpsExecuted += times * op.bitOps();
            }
        }
        events.add(Event.RECONFIGURATION, reconfigurations);
        long reconfiguration = reconfigurations * hardware.array().reconfigurationCycles();
        long array = compute + stall + reconfiguration;
        long total = hardware.vector().overlap() ? Math.max(array, vector) : array + vector;
        events.add(Event.LEAKAGE_CYCLE, total);
        return new Totals(
                compute,
                stall,
                vector,
                reconfiguration,
                total,
                macs,
                bitOpsExecuted,
                folds,
                overflows,
                total == 0 ? 0 : (double) busy / ((double) hardware.array().units() * total),
                total / (hardware.technology().clockMhz() * 1e6),
                events);
    }
}
