package io.bitcycle.simulator;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import java.math.BigDecimal;
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
            String phase, Operation operation, OpCost cost, long executions, long reconfigurations, long overflows) {}

    private record Key(String phase, Operation operation) {}

    /** An entry so far. What costs the same again and again is counted, and added up when somebody asks. */
    private static final class Running {
        /** Null for nothing. */
        private OpCost cost;

        private OpCost again;
        private long times;
        private long executions;
        private long reconfigurations;
        private long overflows;

        void add(OpCost more, long executions, long reconfigurations, long overflows) {
            if (more != again) {
                addUp();
                again = more;
            }
            times++;
            this.executions += executions;
            this.reconfigurations += reconfigurations;
            this.overflows += overflows;
        }

        private void addUp() {
            if (times > 0) {
                OpCost more = times == 1 ? again : again.times(times);
                cost = cost == null ? more : cost.plus(more);
                times = 0;
            }
        }

        Entry entry(Key key) {
            addUp();
            return new Entry(key.phase, key.operation, cost, executions, reconfigurations, overflows);
        }
    }

    private final HardwareConfig hardware;
    private final EnergyTable table;
    private final Map<Key, Running> entries = new LinkedHashMap<>();

    RunLedger(HardwareConfig hardware, EnergyTable table) {
        this.hardware = hardware;
        this.table = table;
    }

    /** The ledger of a finished run. */
    public static RunLedger of(HardwareConfig hardware, List<Entry> entries) {
        RunLedger ledger = new RunLedger(hardware, new EnergyTable(hardware));
        ledger.restore(entries);
        return ledger;
    }

    void add(String phase, Operation operation, OpCost cost, boolean reconfigured, long overflows) {
        running(phase, operation).add(cost, 1, reconfigured ? 1 : 0, overflows);
    }

    /** Adds executions to those of the same operation in the same phase. */
    void add(Entry more) {
        running(more.phase(), more.operation())
                .add(more.cost(), more.executions(), more.reconfigurations(), more.overflows());
    }

    /** Holds the entries of a saved ledger and no others. */
    void restore(List<Entry> saved) {
        entries.clear();
        saved.forEach(this::add);
    }

    private Running running(String phase, Operation operation) {
        return entries.computeIfAbsent(new Key(phase, operation), key -> new Running());
    }

    public List<Entry> entries() {
        return entries.entrySet().stream()
                .map(entry -> entry.getValue().entry(entry.getKey()))
                .toList();
    }

    /** What the run ran on. */
    public HardwareConfig hardware() {
        return hardware;
    }

    public EnergyTable energyTable() {
        return table;
    }

    /** Exact picojoules that a phase has taken so far. */
    public BigDecimal energyPj(String phase) {
        Totals totals = totals(
                entries().stream().filter(entry -> entry.phase().equals(phase)).toList());
        return table.energyPj(totals.events()).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Sums over the given entries. */
    public Totals totals(List<Entry> some) {
        long compute = 0;
        long stall = 0;
        long vector = 0;
        long folds = 0;
        long reconfigurations = 0;
        long overflows = 0;
        BigInteger busyUnitCycles = BigInteger.ZERO;
        BigInteger macs = BigInteger.ZERO;
        BigInteger bitOps = BigInteger.ZERO;
        EventCounts events = table.noEvents();
        for (Entry entry : some) {
            OpCost cost = entry.cost();
            compute = Math.addExact(compute, cost.computeCycles());
            stall = Math.addExact(stall, cost.stallCycles());
            vector = Math.addExact(vector, cost.vectorCycles());
            folds = Math.addExact(folds, cost.folds());
            busyUnitCycles = busyUnitCycles.add(BigInteger.valueOf(cost.busyUnitCycles()));
            events.add(cost.events(), 1);
            reconfigurations += entry.reconfigurations();
            overflows += entry.overflows();
            if (entry.operation() instanceof MatrixOp op) {
                BigInteger times = BigInteger.valueOf(entry.executions());
                macs = macs.add(times.multiply(BigInteger.valueOf(op.macs())));
                bitOps = bitOps.add(times.multiply(BigInteger.valueOf(op.bitOps())));
            }
        }
        long reconfiguration = reconfigurations * hardware.array().reconfigurationCycles();
        long array = Math.addExact(Math.addExact(compute, stall), reconfiguration);
        long total = hardware.vector().overlap() ? Math.max(array, vector) : Math.addExact(array, vector);
        events.add(Event.RECONFIGURATION, reconfigurations);
        events.add(Event.LEAKAGE_CYCLE, total);
        double unitCycles = (double) hardware.array().units() * total;
        return new Totals(
                compute,
                stall,
                vector,
                reconfiguration,
                total,
                macs,
                bitOps,
                folds,
                overflows,
                total == 0 ? 0 : busyUnitCycles.doubleValue() / unitCycles,
                total / (hardware.technology().clockMhz() * 1e6),
                events);
    }
}
