package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.hardware.memory.DramConfig;

/** The slow twin of {@link TileRun}: every step of a mapping through the pipeline, without any short cut. */
final class PlainWalk implements Mapping.StepConsumer {
    private final DramConfig dram;
    private final BuffersConfig buffers;
    private final FoldPorts ports;
    private final TilePipeline pipeline;
    private long steps;
    private long array;
    private long activation;
    private long weight;
    private long back;
    private long stored;
    private long activationFill;
    private long weightFill;
    private long sumFill;

    private PlainWalk(HardwareConfig hardware, FoldPorts ports) {
        this.dram = hardware.dram();
        this.buffers = hardware.buffers();
        this.ports = ports;
        this.pipeline = new TilePipeline(dram);
    }

    static TileRun run(TileProblem problem, Mapping mapping, int groups) {
        PlainWalk walk = new PlainWalk(problem.hardware(), problem.ports());
        for (int group = 0; group < groups; group++) {
            mapping.forEachStep(walk);
        }
        if (walk.steps != groups * mapping.steps()) {
            throw new AssertionError(walk.steps + " steps in " + groups + " groups, not " + mapping.steps() + " each");
        }
        return new TileRun(
                walk.pipeline.finish(),
                walk.array,
                walk.activation,
                walk.weight,
                walk.back,
                walk.stored,
                walk.activationFill,
                walk.weightFill,
                walk.sumFill);
    }

    @Override
    public void step(TileStep step, TileNumbers which) {
        steps++;
        long cycles = step.folds() * ports.cycles(step.foldSteps());
        long a = dram.moved(step.activationBits());
        long b = dram.moved(step.weightBits());
        long sums = dram.moved(step.sumBits());
        long store = dram.moved(step.storeBits());
        pipeline.tile(cycles, a + b + sums, store);
        array += cycles;
        activation += a;
        weight += b;
        back += sums;
        stored += store;
        activationFill += buffers.activation().moved(step.activationBits());
        weightFill += buffers.weight().moved(step.weightBits());
        sumFill += buffers.output().moved(step.sumBits());
    }
}
