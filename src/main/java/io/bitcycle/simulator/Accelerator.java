package io.bitcycle.simulator;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.mac.OperandSigns;
import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.mapping.Mapper;
import io.bitcycle.mapping.MappingCache;
import io.bitcycle.mapping.TileRun;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.step.CycleObserver;
import io.bitcycle.simulator.step.Folds;
import io.bitcycle.simulator.step.ValueCost;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One hwconfig, ready to execute operations. Immutable apart from a cache of costs; what a run does is recorded by its
 * {@link AcceleratorSession}. Several sessions may run at the same time.
 */
public final class Accelerator {
    private final HardwareConfig hardware;
    private final EnergyTable table;
    private final Mapper mapper;
    private final OpCosts opCosts;
    private final Map<MatrixOp, OpCost> matrixCosts = new ConcurrentHashMap<>();
    private final Map<VectorOp, OpCost> vectorCosts = new ConcurrentHashMap<>();

    /** An accelerator that searches for all its mappings itself. */
    public Accelerator(HardwareConfig hardware) {
        this(hardware, new Mapper(hardware));
    }

    /** One that looks for mappings in a cache first; {@link #saveMappings} adds what was missing. */
    public Accelerator(HardwareConfig hardware, MappingCache cache) {
        this(hardware, new Mapper(hardware, cache));
    }

    private Accelerator(HardwareConfig hardware, Mapper mapper) {
        this.hardware = hardware;
        this.table = new EnergyTable(hardware);
        this.mapper = mapper;
        this.opCosts = new OpCosts(hardware, table, mapper);
    }

    public HardwareConfig hardware() {
        return hardware;
    }

    /** Keeps the mappings found so far for later runs, where there is a cache. */
    public void saveMappings() {
        mapper.save();
    }

    /** A new, empty record of work. */
    public AcceleratorSession session(Workers workers) {
        return new AcceleratorSession(this, new RunLedger(hardware, table), workers, null);
    }

    /** A new, empty run that executes the same lists of operations again and again. */
    public RepeatedWork repeatedWork() {
        return new RepeatedWork(this);
    }

    /** How a matrix operation is cut into tiles, and how long they take. */
    public Mapper.Mapped mapping(MatrixOp op) {
        return mapper.map(op);
    }

    Mapper mapper() {
        return mapper;
    }

    /** A new, empty record of work whose values come out of the array's registers, cycle by cycle: {@code step} fidelity. */
    public AcceleratorSession steppedSession(Workers workers, CycleObserver observer) {
        return new AcceleratorSession(this, new RunLedger(hardware, table), workers, observer);
    }

    /**
     * Cycles and events of a matrix operation, from its shape alone.
     *
     * @throws ValuesNeededException for a MAC family whose cycles values decide
     */
    public OpCost cost(MatrixOp op) {
        requireNoValues();
        return matrixCosts.computeIfAbsent(op, opCosts::of);
    }

    /** Cycles and events of an operation, from its shape alone. */
    public OpCost cost(Operation op) {
        return op instanceof MatrixOp matrix ? cost(matrix) : cost((VectorOp) op);
    }

    /** @throws ValuesNeededException for a MAC family whose cycles values decide: shapes alone do not do */
    public void requireNoValues() {
        if (needsValues()) {
            throw ValuesNeededException.ofFamily(hardware.array().mac().family().name());
        }
    }

    /** Whether an operation's cycles depend on the values of its operands. */
    boolean needsValues() {
        return hardware.array().mac().family().needsValues();
    }

    /** Cycles and events of a matrix operation whose values are known; only families that need them look at them. */
    OpCost cost(MatrixOp op, List<GroupOperands> groups) {
        if (!needsValues()) {
            return cost(op);
        }
        List<Folds> folds = groups.stream().map(group -> group.folds(this, op)).toList();
        ValueCost[] cost = {ValueCost.NONE};
        TileRun run = mapper.run(op, (group, tile, ports, start) -> {
            ValueCost each = folds.get(group).cost(tile, ports);
            cost[0] = cost[0].plus(each);
            return each.cycles();
        });
        return opCosts.of(op, run, cost[0]);
    }

    /** Cycles and events of a vector operation; transfers that take longer than the lanes are stalls. */
    public OpCost cost(VectorOp op) {
        return vectorCosts.computeIfAbsent(op, this::costOf);
    }

    private OpCost costOf(VectorOp op) {
        int lanes = hardware.vector().lanes();
        long cycles = (op.elements() * op.operations() + lanes - 1) / lanes;
        DramConfig dram = hardware.dram();
        VectorBits bits = VectorBits.of(op, hardware);
        long transfer = (bits.read() > 0 ? dram.latencyCycles() : 0) + dram.cycles(bits.total());
        EventCounts events = table.noEvents();
        events.add(Event.VECTOR_ADD, op.elements() * op.adds());
        events.add(Event.VECTOR_MULTIPLY, op.elements() * op.multiplies());
        events.add(Event.VECTOR_DIVIDE, op.elements() * op.divides());
        events.add(Event.VECTOR_SPECIAL, op.elements() * op.specials());
        events.add(Event.VECTOR_DRAM_READ_BIT, bits.read());
        events.add(Event.VECTOR_DRAM_WRITE_BIT, bits.written());
        return new OpCost(0, Math.max(0, transfer - cycles), cycles, 0, 0, events);
    }

    /**
     * What the array subtracts from codes of a format before it multiplies them: half the range of unsigned codes when its
     * multipliers take signed operands only, else 0. Zero padding is 0 in either form.
     */
    public int centre(IntegerFormat format) {
        boolean signedOnly = hardware.array().mac().operandSigns() == OperandSigns.SIGNED;
        return signedOnly && !format.signed() ? 1 << (format.bits() - 1) : 0;
    }

    /** The format of codes as the units get them: signed, where unsigned ones are centred. */
    public IntegerFormat unitFormat(IntegerFormat format) {
        return centre(format) == 0 ? format : IntegerFormat.signed(format.bits());
    }
}
