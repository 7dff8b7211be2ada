package io.bitcycle.simulator;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.mapping.Mapping;

/**
 * load(i + 1) in parallel with compute(i) and store(i - 1), over one DRAM port: a step lasts as long as the longer of its
 * computation and the transfers beside it. The first load and the last store stand alone.
 */
final class TilePipeline implements Mapping.StepConsumer {
    private final Mapping mapping;
    private final DramConfig dram;
    private final FoldPorts ports;
    private long totalCycles;
    private long activationBits;
    private long weightBits;
    private long storeBits;
    private boolean started;
    private long computing;
    private long storing;
    private long finished;

    private TilePipeline(Mapping mapping, HardwareConfig hardware, FoldPorts ports) {
        this.mapping = mapping;
        this.dram = hardware.dram();
        this.ports = ports;
    }

    /**
     * Runs {@code groups} equal mappings one after the other through one pipeline.
     *
     * @param ports what the buffers' ports need per fold
     */
    static TilePipeline run(Mapping mapping, int groups, HardwareConfig hardware, FoldPorts ports) {
        TilePipeline pipeline = new TilePipeline(mapping, hardware, ports);
        for (int group = 0; group < groups; group++) {
            mapping.forEachStep(pipeline);
        }
        pipeline.flush();
        return pipeline;
    }

    @Override
    public void step(long arraySteps, long stepActivationBits, long stepWeightBits, long stepStoreBits) {
        long loading = stepActivationBits + stepWeightBits;
        // The step before this one computes while this one loads and the one before that stores.
        totalCycles += started ? Math.max(computing, transferCycles(loading, finished)) : transferCycles(loading, 0);
        started = true;
        computing = Math.max(mapping.timing().foldCycles(arraySteps), ports.cycles(arraySteps));
        finished = storing;
        storing = stepStoreBits;
        activationBits += stepActivationBits;
        weightBits += stepWeightBits;
        storeBits += stepStoreBits;
    }

    private void flush() {
        totalCycles += Math.max(computing, transferCycles(0, finished)) + transferCycles(0, storing);
    }

    private long transferCycles(long loadBits, long storeBits) {
        long bits = loadBits + storeBits;
        return (loadBits > 0 ? dram.latencyCycles() : 0) + (bits + dram.bitsPerCycle() - 1) / dram.bitsPerCycle();
    }

    long totalCycles() {
        return totalCycles;
    }

    long activationBits() {
        return activationBits;
    }

    long weightBits() {
        return weightBits;
    }

    long storeBits() {
        return storeBits;
    }
}
