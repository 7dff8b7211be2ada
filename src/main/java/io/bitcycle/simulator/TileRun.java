package io.bitcycle.simulator;

import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.mapping.Mapping;

/**
 * A mapping run through the {@link TilePipeline}: its cycles, and the bits that crossed the DRAM port.
 *
 * @param cycles from the first load to the last store
 * @param activationBits loaded of operand A
 * @param weightBits loaded of operand B
 * @param storeBits stored of finished results
 */
record TileRun(long cycles, long activationBits, long weightBits, long storeBits) {
    /** @param groups equal mappings that run one after the other through one pipeline */
    static TileRun of(Mapping mapping, int groups, DramConfig dram, FoldPorts ports) {
        Run run = new Run(new TilePipeline(dram), ports);
        for (int group = 0; group < groups; group++) {
            mapping.forEachStep(run);
        }
        return new TileRun(run.pipeline.finish(), run.activationBits, run.weightBits, run.storeBits);
    }

    private static final class Run implements Mapping.StepConsumer {
        private final TilePipeline pipeline;
        private final FoldPorts ports;
        private long activationBits;
        private long weightBits;
        private long storeBits;

        Run(TilePipeline pipeline, FoldPorts ports) {
            this.pipeline = pipeline;
            this.ports = ports;
        }

        @Override
        public void step(long arraySteps, long stepActivationBits, long stepWeightBits, long stepStoreBits) {
            pipeline.tile(ports.cycles(arraySteps), stepActivationBits + stepWeightBits, stepStoreBits);
            activationBits += stepActivationBits;
            weightBits += stepWeightBits;
            storeBits += stepStoreBits;
        }
    }
}
