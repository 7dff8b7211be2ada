package io.bitcycle.simulator;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import java.math.BigInteger;
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
     * @param cost of all executions together; values may make one cost more than another
     * @param reconfigurations how many executions had to change the array's precision first
     * @param overflows accumulator overflows over all executions
     */
    public record Entry(
            String phase, Operation operation, OpCost cost, long executions, long reconfigurations, long overflows) {
        private Entry plus(Entry more) {
            return new Entry(
                    phase,
                    operation,
                    cost.plus(more.cost),
                    executions + more.executions,
                    reconfigurations + more.reconfigurations,
                    overflows + more.overflows);
        }
    }

    private record Key(String phase, Operation operation) {}

    private final HardwareConfig hardware;
    private final EnergyTable table;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    RunLedger(HardwareConfig hardware, EnergyTable table) {
        this.hardware = hardware;
        this.table = table;
    }

    void add(String phase, Operation operation, OpCost cost, boolean reconfigured, long overflows) {
        entries.merge(
                new Key(phase, operation),
                new Entry(phase, operation, cost, 1, reconfigured ? 1 : 0, overflows),
                Entry::plus);
    }

    /** Holds the entries of a saved ledger and no others. */
    void restore(List<Entry> saved) {
        entries.clear();
        saved.forEach(entry -> entries.put(new Key(entry.phase(), entry.operation()), entry));
    }

    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** What the run ran on. */
    public HardwareConfig hardware() {
        return hardware;
    }

    public EnergyTable energyTable() {
        return table;
    }

    /** Sums over the given entries. */
    public Totals totals(List<Entry> some) {
        OpCost sum = new OpCost(0, 0, 0, 0, 0, table.noEvents());
        long reconfigurations = 0;
        long overflows = 0;
        BigInteger macs = BigInteger.ZERO;
        BigInteger bitOps = BigInteger.ZERO;
        for (Entry entry : some) {
            sum = sum.plus(entry.cost());
            reconfigurations += entry.reconfigurations();
            overflows += entry.overflows();
            if (entry.operation() instanceof MatrixOp op) {
                BigInteger times = BigInteger.valueOf(entry.executions());
                macs = macs.add(times.multiply(BigInteger.valueOf(op.macs())));
                bitOps = bitOps.add(times.multiply(BigInteger.valueOf(op.bitOps())));
            }
        }
        long reconfiguration = reconfigurations * hardware.array().reconfigurationCycles();
        long array = sum.computeCycles() + sum.stallCycles() + reconfiguration;
        long total = hardware.vector().overlap() ? Math.max(array, sum.vectorCycles()) : array + sum.vectorCycles();
        EventCounts events = table.noEvents();
        events.add(sum.events(), 1);
        events.add(Event.RECONFIGURATION, reconfigurations);
        events.add(Event.LEAKAGE_CYCLE, total);
        double unitCycles = (double) hardware.array().units() * total;
        return new Totals(
                sum.computeCycles(),
                sum.stallCycles(),
                sum.vectorCycles(),
                reconfiguration,
                total,
                macs,
                bitOps,
                sum.folds(),
                overflows,
                total == 0 ? 0 : sum.busyUnitCycles() / unitCycles,
                total / (hardware.technology().clockMhz() * 1e6),
                events);
    }
}
