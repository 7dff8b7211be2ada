package io.bitcycle.simulator;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.mac.OperandSigns;
import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.mapping.Mapper;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.VectorOp;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One hwconfig, ready to execute operations. Immutable apart from a cache of costs; what a run does is recorded by its
 * {@link AcceleratorSession}. Several sessions may run at the same time.
 */
public final class Accelerator {
    private final HardwareConfig hardware;
    private final EnergyTable table;
    private final OpCosts opCosts;
    private final Map<MatrixOp, OpCost> matrixCosts = new ConcurrentHashMap<>();

    public Accelerator(HardwareConfig hardware) {
        this.hardware = hardware;
        this.table = new EnergyTable(hardware);
        this.opCosts = new OpCosts(hardware, table);
    }

    public HardwareConfig hardware() {
        return hardware;
    }

    /** A new, empty record of work. */
    public AcceleratorSession session(Workers workers) {
        return new AcceleratorSession(this, new RunLedger(hardware, table), workers);
    }

    /** How a matrix operation is cut into tiles, and how long they take. */
    public Mapper.Mapped mapping(MatrixOp op) {
        return opCosts.mapping(op);
    }

    /** Cycles and events of a matrix operation, from its shape alone. */
    public OpCost cost(MatrixOp op) {
        return matrixCosts.computeIfAbsent(op, opCosts::of);
    }

    /** Cycles and events of a vector operation; transfers that take longer than the lanes are stalls. */
    public OpCost cost(VectorOp op) {
        int lanes = hardware.vector().lanes();
        long cycles = (op.elements() * op.operations() + lanes - 1) / lanes;
        DramConfig dram = hardware.dram();
        long bits = op.readBits() + op.writeBits();
        long transfer =
                (op.readBits() > 0 ? dram.latencyCycles() : 0) + (bits + dram.bitsPerCycle() - 1) / dram.bitsPerCycle();
        EventCounts events = table.noEvents();
        events.add(Event.VECTOR_ADD, op.elements() * op.adds());
        events.add(Event.VECTOR_MULTIPLY, op.elements() * op.multiplies());
        events.add(Event.VECTOR_DIVIDE, op.elements() * op.divides());
        events.add(Event.VECTOR_SPECIAL, op.elements() * op.specials());
        events.add(Event.VECTOR_DRAM_READ_BIT, op.readBits());
        events.add(Event.VECTOR_DRAM_WRITE_BIT, op.writeBits());
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
}
