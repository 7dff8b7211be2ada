package io.bitcycle.simulator;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.mapping.FixedMapping;
import io.bitcycle.mapping.Mapping;
import io.bitcycle.mapping.OpBits;
import io.bitcycle.workload.MatrixOp;

/** Cycles and event counts of matrix operations from their shapes alone: the {@code shape} fidelity. */
final class OpCosts {
    private final HardwareConfig hardware;
    private final EnergyTable table;

    OpCosts(HardwareConfig hardware, EnergyTable table) {
        this.hardware = hardware;
        this.table = table;
    }

    OpCost of(MatrixOp op) {
        Mapping mapping = FixedMapping.of(op, hardware);
        ArrayTiming timing = mapping.timing();
        OpBits bits = OpBits.of(op, hardware);
        TileRun run = TileRun.of(mapping, op.groups(), hardware.dram(), FoldPorts.of(hardware, timing, bits, op));
        long compute = op.groups() * timing.cycles();
        long unitSteps = op.groups() * unitOutputs(op, timing) * timing.depthSteps();

        EventCounts events = table.noEvents();
        events.add(table.macRow(op.a().bits(), op.b().bits()), macEvents(op, timing, compute, unitSteps));
        events.add(Event.EDGE_ADD, op.groups() * op.edgeAdds());
        events.add(Event.RESCALE, op.groups() * rescales(op));
        events.add(Event.REGISTER_BIT, registerBits(op, mapping, bits, unitSteps));
        countMemory(events, op, mapping, bits, run);
        return new OpCost(
                compute,
                run.cycles() - compute,
                0,
                op.groups() * timing.folds(),
                unitSteps * timing.cyclesPerStep(),
                events);
    }

    /** Outputs, those that a unit computes side by side counted once. */
    private long unitOutputs(MatrixOp op, ArrayTiming timing) {
        long perUnit = timing.columnsPerUnit();
        return hardware.array().dataflow() == Dataflow.INPUT_STATIONARY
                ? (op.m() + perUnit - 1) / perUnit * op.n()
                : op.m() * ((op.n() + perUnit - 1) / perUnit);
    }

    private long macEvents(MatrixOp op, ArrayTiming timing, long compute, long unitSteps) {
        return switch (table.macEvent()) {
            case ARRAY_CYCLE -> compute;
            case UNIT_CYCLE -> unitSteps * timing.cyclesPerStep();
            case PRODUCT -> op.macs();
        };
    }

    /** Output-stationary units rescale where the output channel changes, the others every product (DESIGN section 2). */
    private long rescales(MatrixOp op) {
        if (op.rescaleSegments() == 0) {
            return 0;
        }
        long perOutput = hardware.array().dataflow() == Dataflow.OUTPUT_STATIONARY ? op.rescaleSegments() : op.k();
        return op.m() * op.n() * perOutput;
    }

    /**
     * Bits clocked into the array's operand and partial-sum registers. Systolic: each step of a unit takes its moving
     * operands and writes its partial sum. Broadcast: operands are wires, a sum is written per output-stationary step or
     * once per fold of a stationary operand. A stationary operand is written once per fold.
     */
    private long registerBits(MatrixOp op, Mapping mapping, OpBits bits, long unitSteps) {
        ArrayTiming timing = mapping.timing();
        Dataflow dataflow = hardware.array().dataflow();
        long g = timing.productsPerStep();
        long a = g * op.a().bits();
        long b = g * op.b().bits();
        long outputs = op.groups() * op.m() * op.n();
        long stationary = switch (dataflow) {
            case OUTPUT_STATIONARY -> 0;
            case WEIGHT_STATIONARY ->
                mapping.stationaryLoads()
                        * op.groups()
                        * op.k()
                        * op.n()
                        * op.b().bits();
            case INPUT_STATIONARY ->
                mapping.stationaryLoads()
                        * op.groups()
                        * op.k()
                        * op.m()
                        * op.a().bits();
        };
        if (hardware.array().interconnect() == Interconnect.BROADCAST) {
            long sums = outputs * (dataflow == Dataflow.OUTPUT_STATIONARY ? timing.depthSteps() : timing.rowFolds());
            return stationary + sums * bits.accumulator();
        }
        long moving = switch (dataflow) {
            case OUTPUT_STATIONARY -> unitSteps * a + outputs * timing.depthSteps() * b;
            case WEIGHT_STATIONARY -> unitSteps * a;
            case INPUT_STATIONARY -> unitSteps * b;
        };
        return stationary + moving + outputs * timing.depthSteps() * bits.accumulator();
    }

    private void countMemory(EventCounts events, MatrixOp op, Mapping mapping, OpBits bits, TileRun run) {
        ArrayTiming timing = mapping.timing();
        long aReads = op.groups() * op.m() * op.k() * bits.activationCode();
        long bReads = op.groups() * op.k() * op.n() * bits.weightCode();
        long sums = op.groups() * op.m() * op.n() * bits.accumulator();
        // A fold streams its moving operands past the stationary one; depth folds add to sums in the output buffer.
        long sumWrites = sums;
        switch (hardware.array().dataflow()) {
            case OUTPUT_STATIONARY -> {
                aReads *= timing.colFolds();
                bReads *= timing.rowFolds();
            }
            case WEIGHT_STATIONARY -> {
                aReads *= timing.colFolds();
                bReads *= mapping.stationaryLoads();
                sumWrites *= timing.rowFolds();
            }
            case INPUT_STATIONARY -> {
                bReads *= timing.colFolds();
                aReads *= mapping.stationaryLoads();
                sumWrites *= timing.rowFolds();
            }
        }
        events.add(Event.ACTIVATION_SRAM_READ_BIT, aReads);
        events.add(Event.WEIGHT_SRAM_READ_BIT, bReads);
        events.add(Event.OUTPUT_SRAM_WRITE_BIT, sumWrites);
        // Every write but the last is read back by the next fold, the last by the drain.
        events.add(Event.OUTPUT_SRAM_READ_BIT, sumWrites);
        load(events, Operand.ACTIVATION, run.activationBits());
        load(events, Operand.WEIGHT, run.weightBits());
        events.add(Event.dramWrite(Operand.OUTPUT), run.storeBits());
    }

    private static void load(EventCounts events, Operand operand, long bits) {
        events.add(Event.dramRead(operand), bits);
        events.add(Event.sramWrite(operand), bits);
    }
}
