package io.bitcycle.simulator;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.mapping.Mapping;
import io.bitcycle.mapping.OpBits;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.step.CycleObserver;
import io.bitcycle.simulator.step.Folds;
import io.bitcycle.simulator.step.StepCounts;
import io.bitcycle.simulator.step.SteppedArray;
import io.bitcycle.simulator.step.ValueCost;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.workload.MatrixOp;

/**
 * Runs one matrix operation register by register: {@code step} fidelity. What happens in the array is counted there; waiting
 * for memory and the traffic with DRAM are those of the other fidelities, and no register moves meanwhile.
 */
final class StepRun {
    private final Accelerator accelerator;
    private final CycleObserver observer;
    private final EnergyTable table;
    private final MatrixOp op;
    private final StepCounts counts = new StepCounts();
    private long overflows;
    private long computeCycles;
    private ValueCost values = ValueCost.NONE;

    StepRun(Accelerator accelerator, MatrixOp op, CycleObserver observer) {
        this.accelerator = accelerator;
        this.op = op;
        this.observer = observer;
        this.table = new EnergyTable(accelerator.hardware());
    }

    /** Runs one group of the operation. */
    void multiply(CodeMatrix a, CodeMatrix b, long[] sums) {
        HardwareConfig hardware = accelerator.hardware();
        IntegerFormat aFormat = accelerator.unitFormat(op.a());
        IntegerFormat bFormat = accelerator.unitFormat(op.b());
        SteppedArray array = new SteppedArray(hardware.array(), aFormat, bFormat);
        array.observe(observer);
        Folds folds = new Folds(hardware.array(), op.taps(), a, aFormat, b, bFormat);
        values = values.plus(folds.valueCost());
        long tiles = tiles(mapping());
        folds.run(array, tiles, sums);
        counts.add(array.counts());
        overflows += array.overflows();
        // Beginning a fold again for the next tile of the stream is a stall.
        ArrayTiming timing = folds.timing();
        computeCycles += array.counts().cycles() - (tiles - 1) * timing.folds() * timing.overheadCycles();
    }

    private Mapping mapping() {
        return accelerator.mapping(op).mapping();
    }

    /** How often the folds of a stationary operand begin again. */
    private long tiles(Mapping mapping) {
        return switch (accelerator.hardware().array().dataflow()) {
            case OUTPUT_STATIONARY -> 1;
            case WEIGHT_STATIONARY -> mapping.weightPasses();
            case INPUT_STATIONARY -> mapping.activationPasses();
        };
    }

    /** Sums that leave the array between tiles of the depth, which the stepped folds run through: written and read again. */
    private long sumsBetweenTiles() {
        Mapping mapping = mapping();
        boolean outputStays = accelerator.hardware().array().dataflow() == Dataflow.OUTPUT_STATIONARY;
        long passes = outputStays ? 1 : mapping.timing().rowFolds();
        return (mapping.sumPasses() - passes) * op.groups() * op.m() * op.n();
    }

    /** Overflows of the groups that ran. */
    long overflows() {
        return overflows;
    }

    /** What the operation cost, once all its groups ran. */
    OpCost cost() {
        HardwareConfig hardware = accelerator.hardware();
        OpCost shape = accelerator.cost(op, values);
        OpBits bits = OpBits.of(op, hardware);
        EventCounts events = table.noEvents();
        for (Operand operand : Operand.values()) {
            events.add(
                    Event.sramWrite(operand),
                    operand == Operand.OUTPUT ? 0 : shape.events().get(Event.sramWrite(operand)));
            events.add(Event.dramRead(operand), shape.events().get(Event.dramRead(operand)));
            events.add(Event.dramWrite(operand), shape.events().get(Event.dramWrite(operand)));
        }
        events.add(Event.EDGE_ADD, shape.events().get(Event.EDGE_ADD));
        events.add(Event.RESCALE, shape.events().get(Event.RESCALE));
        events.add(
                table.macRow(op.a().bits(), op.b().bits()),
                switch (table.macEvent()) {
                    case ARRAY_CYCLE -> computeCycles;
                    case UNIT_CYCLE -> counts.unitCycles();
                    case PRODUCT -> op.macs();
                });
        boolean swapped = hardware.array().dataflow() == Dataflow.INPUT_STATIONARY;
        long spilled = shape.events().get(Event.OUTPUT_DRAM_READ_BIT);
        events.add(
                Event.ACTIVATION_SRAM_READ_BIT,
                bits.activationCode() * (swapped ? counts.feedReads() : counts.movingReads()));
        events.add(
                Event.WEIGHT_SRAM_READ_BIT, bits.weightCode() * (swapped ? counts.movingReads() : counts.feedReads()));
        events.add(
                Event.OUTPUT_SRAM_WRITE_BIT, bits.accumulator() * (counts.sumWrites() + sumsBetweenTiles()) + spilled);
        // The finished sums are read once more, by the drain to memory.
        events.add(
                Event.OUTPUT_SRAM_READ_BIT,
                bits.accumulator() * (counts.sumReads() + op.groups() * op.m() * op.n() + sumsBetweenTiles())
                        + spilled);
        long hops = hopBits(hardware, bits.accumulator());
        events.add(Event.HOP_BIT, hops);
        events.add(Event.REGISTER_BIT, registerBits(hardware, bits.accumulator(), hops));
        return new OpCost(
                computeCycles, shape.totalCycles() - computeCycles, 0, shape.folds(), counts.unitCycles(), events);
    }

    /** Bits from unit to unit, as {@link OpCosts} defines them. */
    private long hopBits(HardwareConfig hardware, int accumulatorBits) {
        if (hardware.array().interconnect() == Interconnect.BROADCAST) {
            return 0;
        }
        Dataflow dataflow = hardware.array().dataflow();
        long g = mapping().timing().productsPerStep();
        long a = op.a().bits();
        long b = op.b().bits();
        long along = counts.unitSteps() * g * (dataflow == Dataflow.INPUT_STATIONARY ? b : a);
        return along + counts.columnSteps() * (dataflow == Dataflow.OUTPUT_STATIONARY ? g * b : accumulatorBits);
    }

    /** Registers written, as {@link OpCosts} defines them. */
    private long registerBits(HardwareConfig hardware, int accumulatorBits, long hops) {
        Dataflow dataflow = hardware.array().dataflow();
        boolean outputStays = dataflow == Dataflow.OUTPUT_STATIONARY;
        long sums = 0;
        if (outputStays) {
            sums = counts.columnSteps();
        } else if (hardware.array().interconnect() == Interconnect.BROADCAST) {
            sums = counts.sumWrites() + sumsBetweenTiles();
        }
        int heldBits =
                dataflow == Dataflow.INPUT_STATIONARY ? op.a().bits() : op.b().bits();
        long held = outputStays ? 0 : counts.feedReads() * heldBits;
        return held + hops + sums * accumulatorBits;
    }
}
