package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.hardware.memory.Operand;
import java.util.function.Consumer;

/** The transfers of {@link TileRun}, one by one in their order on the port, where that one sums them up. */
final class DramTransfers implements Mapping.StepConsumer, TilePipeline.Port {
    private final DramConfig dram;
    private final FoldPorts ports;
    private final Consumer<DramTransfer> consumer;
    private final TilePipeline pipeline;
    private int group;
    private TileStep loading;
    private TileNumbers numbers;
    private TileStep storing;
    private long storingTile;
    private int storingGroup;

    private DramTransfers(HardwareConfig hardware, FoldPorts ports, Consumer<DramTransfer> consumer) {
        this.dram = hardware.dram();
        this.ports = ports;
        this.consumer = consumer;
        this.pipeline = new TilePipeline(dram, this);
    }

    /** @param groups equal mappings that run one after the other through one pipeline */
    static void forEach(
            Mapping mapping, int groups, HardwareConfig hardware, FoldPorts ports, Consumer<DramTransfer> consumer) {
        DramTransfers transfers = new DramTransfers(hardware, ports, consumer);
        for (int group = 0; group < groups; group++) {
            transfers.group = group;
            mapping.forEachStep(transfers);
        }
        transfers.pipeline.finish();
    }

    @Override
    public void step(TileStep step, TileNumbers which) {
        loading = step;
        numbers = which;
        long loads = dram.moved(step.activationBits()) + dram.moved(step.weightBits()) + dram.moved(step.sumBits());
        pipeline.tile(step.folds() * ports.cycles(step.foldSteps()), loads, dram.moved(step.storeBits()));
        if (step.storeBits() > 0) {
            storing = step;
            storingTile = which.sum();
            storingGroup = group;
        }
    }

    /** A, B and sums follow each other without a rest. */
    @Override
    public void load(long start) {
        long a = dram.moved(loading.activationBits());
        long b = dram.moved(loading.weightBits());
        give(Operand.ACTIVATION, false, group, numbers.activation(), start, a);
        give(Operand.WEIGHT, false, group, numbers.weight(), start + a / dram.bitsPerCycle(), b);
        long sums = dram.moved(loading.sumBits());
        give(Operand.OUTPUT, false, group, numbers.sum(), start + (a + b) / dram.bitsPerCycle(), sums);
    }

    @Override
    public void store(long start) {
        give(Operand.OUTPUT, true, storingGroup, storingTile, start, dram.moved(storing.storeBits()));
    }

    private void give(Operand operand, boolean write, int of, long tile, long cycle, long bits) {
        if (bits > 0) {
            consumer.accept(new DramTransfer(operand, write, of, tile, cycle, bits));
        }
    }
}
