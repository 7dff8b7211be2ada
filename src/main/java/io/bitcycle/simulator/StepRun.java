package io.bitcycle.simulator;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.mapping.FoldPorts;
import io.bitcycle.mapping.OpBits;
import io.bitcycle.mapping.Region;
import io.bitcycle.mapping.TileRun;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.step.CycleObserver;
import io.bitcycle.simulator.step.EdgeAdders;
import io.bitcycle.simulator.step.Folds;
import io.bitcycle.simulator.step.StepCounts;
import io.bitcycle.simulator.step.SteppedArray;
import io.bitcycle.workload.EdgeSums;
import io.bitcycle.workload.MatrixOp;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one matrix operation register by register: {@code step} fidelity. The pipeline of tiles says when a tile's operands
 * are there and how much its loads and stores move; until then the array holds. What happens in the array and at its edge is
 * counted there.
 */
final class StepRun {
    private final Accelerator accelerator;
    private final EnergyTable table;
    private final MatrixOp op;
    private final List<Folds> folds = new ArrayList<>();
    private final List<EdgeAdders> edges = new ArrayList<>();
    private final SteppedArray array;
    private long[][] sums;
    private TileRun run;

    StepRun(Accelerator accelerator, MatrixOp op, List<GroupOperands> groups, CycleObserver observer) {
        this.accelerator = accelerator;
        this.op = op;
        this.table = new EnergyTable(accelerator.hardware());
        IntegerFormat a = accelerator.unitFormat(op.a());
        IntegerFormat b = accelerator.unitFormat(op.b());
        for (GroupOperands group : groups) {
            folds.add(group.folds(accelerator, op));
            edges.add(new EdgeAdders(group.edge().get(), (int) op.m(), (int) op.n()));
        }
        this.array = op.rescaleSegments() == 0
                ? new SteppedArray(accelerator.hardware().array(), a, b)
                : SteppedArray.rescaling(
                        accelerator.hardware().array(), a, b, folds.get(0).parts());
        array.observe(observer);
    }

    /** Runs all groups. */
    void run(long[][] into) {
        sums = into;
        run = accelerator.mapper().run(op, this::tile);
        array.finish();
        array.hold(run.cycles() - array.counts().cycles());
    }

    private long tile(int group, Region tile, FoldPorts ports, long start) {
        array.hold(start - array.counts().cycles());
        folds.get(group).run(array, tile, ports, edges.get(group), sums[group]);
        return array.counts().cycles() - start;
    }

    long overflows() {
        return array.overflows();
    }

    /** What the edge's adders formed, per group. */
    List<EdgeSums> edgeSums() {
        return edges.stream().map(EdgeAdders::sums).toList();
    }

    /** What the operation cost, once it ran. */
    OpCost cost() {
        HardwareConfig hardware = accelerator.hardware();
        StepCounts counts = array.counts();
        ArrayTiming timing = folds.get(0).timing();
        OpBits bits = OpBits.of(op, hardware);
        // Folds that tiles begin again, or cut, count as stalls: section 4 has the op whatever the tiles.
        long compute = accelerator.needsValues()
                ? op.groups() * timing.folds() * timing.overheadCycles() + counts.stepCycles()
                : op.groups() * timing.cycles();
        EventCounts events = table.noEvents();
        events.add(
                Event.EDGE_ADD, edges.stream().mapToLong(EdgeAdders::additions).sum());
        events.add(Event.RESCALE, array.rescales());
        events.add(
                table.macRow(op.a().bits(), op.b().bits()),
                switch (table.macEvent()) {
                    case ARRAY_CYCLE -> compute;
                    case UNIT_CYCLE -> counts.unitCycles();
                    case PRODUCT -> op.macs();
                });
        boolean swapped = hardware.array().dataflow() == Dataflow.INPUT_STATIONARY;
        events.add(
                Event.ACTIVATION_SRAM_READ_BIT,
                bits.activationCode() * (swapped ? counts.feedReads() : counts.movingReads()));
        events.add(
                Event.WEIGHT_SRAM_READ_BIT, bits.weightCode() * (swapped ? counts.movingReads() : counts.feedReads()));
        // The finished sums are read once more, by the drain to memory; what DRAM gives back is written and read.
        long finished = op.groups() * op.m() * op.n();
        events.add(Event.OUTPUT_SRAM_WRITE_BIT, bits.accumulator() * counts.sumWrites() + run.sumFill());
        events.add(Event.OUTPUT_SRAM_READ_BIT, bits.accumulator() * (counts.sumReads() + finished) + run.sumFill());
        OpCosts.countTransfers(events, run);
        long hops = hopBits(timing, hardware, bits.accumulator());
        events.add(Event.HOP_BIT, hops);
        events.add(Event.REGISTER_BIT, registerBits(hardware, bits.accumulator(), hops));
        return new OpCost(
                compute, counts.cycles() - compute, 0, op.groups() * timing.folds(), counts.unitCycles(), events);
    }

    /** Bits from unit to unit, as {@link OpCosts} defines them. */
    private long hopBits(ArrayTiming timing, HardwareConfig hardware, int accumulatorBits) {
        if (hardware.array().interconnect() == Interconnect.BROADCAST) {
            return 0;
        }
        StepCounts counts = array.counts();
        Dataflow dataflow = hardware.array().dataflow();
        long g = timing.productsPerStep();
        long a = op.a().bits();
        long b = op.b().bits();
        long along = counts.unitSteps() * g * (dataflow == Dataflow.INPUT_STATIONARY ? b : a);
        return along + counts.columnSteps() * (dataflow == Dataflow.OUTPUT_STATIONARY ? g * b : accumulatorBits);
    }

    /** Registers written, as {@link OpCosts} defines them. */
    private long registerBits(HardwareConfig hardware, int accumulatorBits, long hops) {
        StepCounts counts = array.counts();
        Dataflow dataflow = hardware.array().dataflow();
        boolean outputStays = dataflow == Dataflow.OUTPUT_STATIONARY;
        long sums = 0;
        if (outputStays) {
            sums = counts.columnSteps();
        } else if (hardware.array().interconnect() == Interconnect.BROADCAST) {
            sums = counts.sumWrites();
        }
        int heldBits =
                dataflow == Dataflow.INPUT_STATIONARY ? op.a().bits() : op.b().bits();
        long held = outputStays ? 0 : counts.feedReads() * heldBits;
        return held + hops + sums * accumulatorBits;
    }
}
