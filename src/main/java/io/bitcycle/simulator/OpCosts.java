package io.bitcycle.simulator;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.mapping.Mapper;
import io.bitcycle.mapping.Mapping;
import io.bitcycle.mapping.OpBits;
import io.bitcycle.mapping.TileRun;
import io.bitcycle.simulator.step.ValueCost;
import io.bitcycle.workload.MatrixOp;

/** Cycles and event counts of matrix operations from their shapes alone: the {@code shape} fidelity. */
final class OpCosts {
    private final HardwareConfig hardware;
    private final EnergyTable table;
    private final Mapper mapper;

    OpCosts(HardwareConfig hardware, EnergyTable table, Mapper mapper) {
        this.hardware = hardware;
        this.table = table;
        this.mapper = mapper;
    }

    OpCost of(MatrixOp op) {
        Mapper.Mapped mapped = mapper.map(op);
        ArrayTiming timing = mapped.mapping().timing();
        long steps = op.groups() * timing.folds() * timing.steps() * timing.cyclesPerStep();
        return of(op, mapped, mapped.run(), steps, unitSteps(op, timing) * timing.cyclesPerStep());
    }

    /**
     * The cost of an operation whose values decide the cycles.
     *
     * @param run its tiles, each as long as its values need
     */
    OpCost of(MatrixOp op, TileRun run, ValueCost values) {
        return of(op, mapper.map(op), run, values.stepCycles(), values.unitCycles());
    }

    private OpCost of(MatrixOp op, Mapper.Mapped mapped, TileRun run, long stepCycles, long unitCycles) {
        Mapping mapping = mapped.mapping();
        ArrayTiming timing = mapping.timing();
        OpBits bits = mapped.bits();
        long compute = op.groups() * timing.folds() * timing.overheadCycles() + stepCycles;
        EventCounts events = table.noEvents();
        events.add(
                table.macRow(op.a().bits(), op.b().bits()),
                switch (table.macEvent()) {
                    case ARRAY_CYCLE -> compute;
                    case UNIT_CYCLE -> unitCycles;
                    case PRODUCT -> op.macs();
                });
        events.add(Event.EDGE_ADD, op.groups() * op.edgeAdds());
        events.add(Event.RESCALE, op.groups() * rescales(op));
        long hops = hopBits(op, timing, bits, unitSteps(op, timing));
        events.add(Event.HOP_BIT, hops);
        events.add(Event.REGISTER_BIT, registerBits(op, mapping, bits, hops));
        countMemory(events, op, mapped, run);
        return new OpCost(compute, run.cycles() - compute, 0, op.groups() * timing.folds(), unitCycles, events);
    }

    /** Multiply steps of units, those that a unit computes side by side counted once. */
    private long unitSteps(MatrixOp op, ArrayTiming timing) {
        return op.groups() * unitOutputs(op, timing) * timing.depthSteps();
    }

    /** Outputs, those that a unit computes side by side counted once. */
    private long unitOutputs(MatrixOp op, ArrayTiming timing) {
        long perUnit = timing.columnsPerUnit();
        return hardware.array().dataflow() == Dataflow.INPUT_STATIONARY
                ? (op.m() + perUnit - 1) / perUnit * op.n()
                : op.m() * ((op.n() + perUnit - 1) / perUnit);
    }

    /**
     * Output-stationary units rescale where the output channel changes, the others every product (DESIGN section 2). Where
     * tiles of the depth take the taps of a channel apart, it changes more often.
     */
    private long rescales(MatrixOp op) {
        if (op.rescaleSegments() == 0) {
            return 0;
        }
        long perOutput = hardware.array().dataflow() == Dataflow.OUTPUT_STATIONARY
                ? mapper.depthOrder(op).pieces(op.k() / op.rescaleSegments())
                : op.k();
        return op.m() * op.n() * perOutput;
    }

    /**
     * Bits over the wires from a unit to its neighbour in a systolic array: each step of a unit takes its moving operands
     * from there and, unless sums stay in the units, the partial sum that it adds to.
     */
    private long hopBits(MatrixOp op, ArrayTiming timing, OpBits bits, long unitSteps) {
        if (hardware.array().interconnect() == Interconnect.BROADCAST) {
            return 0;
        }
        long g = timing.productsPerStep();
        long a = g * op.a().bits();
        long b = g * op.b().bits();
        long sums = outputs(op) * timing.depthSteps();
        return switch (hardware.array().dataflow()) {
            case OUTPUT_STATIONARY -> unitSteps * a + sums * b;
            case WEIGHT_STATIONARY -> unitSteps * a + sums * bits.accumulator();
            case INPUT_STATIONARY -> unitSteps * b + sums * bits.accumulator();
        };
    }

    /**
     * Bits clocked into the array's operand and partial-sum registers. Systolic: whatever hops ends in a register, and a sum
     * that stays in its unit is written each step. Broadcast: operands are wires, a sum is written per output-stationary
     * step or once per fold of a stationary operand. A stationary operand is written once per fold.
     *
     * @param hops bits that {@link #hopBits hop}
     */
    private long registerBits(MatrixOp op, Mapping mapping, OpBits bits, long hops) {
        Dataflow dataflow = hardware.array().dataflow();
        boolean sumsStay = dataflow == Dataflow.OUTPUT_STATIONARY;
        long steps = mapping.timing().depthSteps();
        long stationary = switch (dataflow) {
            case OUTPUT_STATIONARY -> 0;
            case WEIGHT_STATIONARY ->
                mapping.weightPasses() * op.groups() * op.k() * op.n() * op.b().bits();
            case INPUT_STATIONARY ->
                mapping.activationPasses()
                        * op.groups()
                        * op.k()
                        * op.m()
                        * op.a().bits();
        };
        long sumsWritten = 0;
        if (sumsStay) {
            sumsWritten = steps;
        } else if (hardware.array().interconnect() == Interconnect.BROADCAST) {
            sumsWritten = mapping.sumPasses();
        }
        return stationary + hops + outputs(op) * sumsWritten * bits.accumulator();
    }

    private static long outputs(MatrixOp op) {
        return op.groups() * op.m() * op.n();
    }

    private static void countMemory(EventCounts events, MatrixOp op, Mapper.Mapped mapped, TileRun run) {
        Mapping mapping = mapped.mapping();
        OpBits bits = mapped.bits();
        long sums = op.groups() * op.m() * op.n() * bits.accumulator() * mapping.sumPasses();
        events.add(
                Event.ACTIVATION_SRAM_READ_BIT,
                op.groups() * op.m() * op.k() * bits.activationCode() * mapping.activationPasses());
        events.add(
                Event.WEIGHT_SRAM_READ_BIT, op.groups() * op.k() * op.n() * bits.weightCode() * mapping.weightPasses());
        // The array writes a sum and reads it for the next pass, or the drain does; what comes back from DRAM likewise.
        events.add(Event.OUTPUT_SRAM_WRITE_BIT, sums + run.sumFill());
        events.add(Event.OUTPUT_SRAM_READ_BIT, sums + run.sumFill());
        countTransfers(events, run);
    }

    /** What loads and stores move: bursts of DRAM, words of the buffers. */
    static void countTransfers(EventCounts events, TileRun run) {
        events.add(Event.ACTIVATION_SRAM_WRITE_BIT, run.activationFill());
        events.add(Event.WEIGHT_SRAM_WRITE_BIT, run.weightFill());
        events.add(Event.ACTIVATION_DRAM_READ_BIT, run.activationBits());
        events.add(Event.WEIGHT_DRAM_READ_BIT, run.weightBits());
        events.add(Event.OUTPUT_DRAM_READ_BIT, run.sumBits());
        events.add(Event.OUTPUT_DRAM_WRITE_BIT, run.storeBits());
    }
}
