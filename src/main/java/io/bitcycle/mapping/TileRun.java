package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.MappingConfig.Loop;
import io.bitcycle.hardware.memory.BuffersConfig;
import io.bitcycle.hardware.memory.DramConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * A mapping run through the {@link TilePipeline}: its cycles, and what its transfers moved. Each operand of each step is a
 * transfer of its own: DRAM moves whole bursts, a buffer takes whole words.
 *
 * @param cycles from the first load to the last store
 * @param arrayCycles when the array is at work or waits for the ports of the buffers: the rest waits for DRAM
 * @param activationBits DRAM delivered of operand A
 * @param weightBits DRAM delivered of operand B
 * @param sumBits DRAM gave back of partial sums
 * @param storeBits DRAM took of sums, partial and finished
 * @param activationFill the activation buffer took
 * @param weightFill the weight buffer took
 * @param sumFill the output buffer took of partial sums
 */
public record TileRun(
        long cycles,
        long arrayCycles,
        long activationBits,
        long weightBits,
        long sumBits,
        long storeBits,
        long activationFill,
        long weightFill,
        long sumFill) {
    /** @param groups equal mappings that run one after the other through one pipeline */
    static TileRun of(Mapping mapping, int groups, HardwareConfig hardware, FoldPorts ports) {
        return within(Long.MAX_VALUE, mapping, groups, hardware, ports);
    }

    /** The same; null as soon as it is clear that it takes more than {@code limit} cycles. */
    static TileRun within(long limit, Mapping mapping, int groups, HardwareConfig hardware, FoldPorts ports) {
        Run run = new Run(hardware, ports);
        run.longestWait = limit - groups * mapping.arrayCycles();
        for (int group = 0; group < groups && !run.hasEnough(); group++) {
            mapping.forEachStep(run);
            group += (int) run.repeat(Run.GROUPS, groups - 1 - group);
        }
        return run.hasEnough() ? null : run.result();
    }

    /** The same, tile by tile, each as long as {@code array} takes for it. */
    static TileRun of(TileProblem problem, Mapping mapping, TileRunner array) {
        FoldPorts ports = problem.ports();
        Run run = new Run(problem.hardware(), ports);
        for (int group = 0; group < problem.op().groups(); group++) {
            List<Region> regions = new ArrayList<>();
            TileRegions.forEach(problem, mapping, regions::add);
            int each = group;
            Iterator<Region> tiles = regions.iterator();
            run.array = start -> array.run(each, tiles.next(), ports, start);
            mapping.forEachStep(run);
        }
        return run.result();
    }

    /** Bits that crossed the DRAM port. */
    public long dramBits() {
        return activationBits + weightBits + sumBits + storeBits;
    }

    private static final class Run implements Mapping.StepConsumer {
        private static final int GROUPS = -1;
        private static final int ACTIVATION = 0;
        private static final int WEIGHT = 1;
        private static final int SUM = 2;
        private static final int STORE = 3;
        private static final int FILL = 4;
        private static final int ARRAY = 7;
        private static final int LONGEST_RHYTHM = 8;

        /** Where the pipeline stood, relative to its latest computation, and the sums until then. */
        private record Mark(TilePipeline.State state, long computeEnd, long[] bits) {}

        /** The marks of the latest iterations of a loop. */
        private static final class Rhythm {
            private final Mark[] past = new Mark[LONGEST_RHYTHM];
            private int count;

            /** The mark so many iterations ago. */
            Mark before(int period) {
                return past[(count - period) % LONGEST_RHYTHM];
            }

            void add(Mark mark) {
                past[count++ % LONGEST_RHYTHM] = mark;
            }
        }

        private final DramConfig dram;
        private final BuffersConfig buffers;
        private final TilePipeline pipeline;
        private final FoldPorts ports;
        private final long[] bits = new long[ARRAY + 1];
        private final Rhythm[] rhythms = new Rhythm[1 + Loop.values().length];
        private long longestWait = Long.MAX_VALUE;
        private long foldSteps = -1;
        private long foldCycles;

        /** From a tile's begin to its cycles; null where all folds of as many steps take the same. */
        private LongUnaryOperator array;

        Run(HardwareConfig hardware, FoldPorts ports) {
            this.dram = hardware.dram();
            this.buffers = hardware.buffers();
            this.pipeline = new TilePipeline(dram);
            this.ports = ports;
            Arrays.setAll(rhythms, depth -> new Rhythm());
        }

        TileRun result() {
            return new TileRun(
                    pipeline.finish(),
                    bits[ARRAY],
                    bits[ACTIVATION],
                    bits[WEIGHT],
                    bits[SUM],
                    bits[STORE],
                    bits[FILL + ACTIVATION],
                    bits[FILL + WEIGHT],
                    bits[FILL + SUM]);
        }

        @Override
        public void step(TileStep step, TileNumbers which) {
            long a = dram.moved(step.activationBits());
            long b = dram.moved(step.weightBits());
            long sums = dram.moved(step.sumBits());
            long store = dram.moved(step.storeBits());
            long cycles;
            if (array == null) {
                if (step.foldSteps() != foldSteps) {
                    foldSteps = step.foldSteps();
                    foldCycles = ports.cycles(foldSteps);
                }
                cycles = step.folds() * foldCycles;
                pipeline.tile(cycles, a + b + sums, store);
            } else {
                cycles = array.applyAsLong(pipeline.begin(a + b + sums, store));
                pipeline.end(cycles, store);
            }
            bits[ARRAY] += cycles;
            bits[ACTIVATION] += a;
            bits[WEIGHT] += b;
            bits[SUM] += sums;
            bits[STORE] += store;
            bits[FILL + ACTIVATION] += buffers.activation().moved(step.activationBits());
            bits[FILL + WEIGHT] += buffers.weight().moved(step.weightBits());
            bits[FILL + SUM] += buffers.output().moved(step.sumBits());
        }

        /**
         * Iterations that end in the state in which they began end there again: the pipeline has settled, and the remaining
         * ones take as long and move as much. With two halves of a buffer it may settle to a rhythm of two or more.
         */
        @Override
        public long repeat(int depth, long remaining) {
            if (array != null) {
                return 0;
            }
            Mark now = new Mark(pipeline.state(), pipeline.computeEnd(), bits.clone());
            Rhythm rhythm = rhythms[depth - GROUPS];
            for (int period = 1; period <= Math.min(rhythm.count, LONGEST_RHYTHM); period++) {
                Mark before = rhythm.before(period);
                if (before.state().equals(now.state())) {
                    long times = remaining / period;
                    pipeline.advance(Math.multiplyExact(times, now.computeEnd() - before.computeEnd()));
                    for (int i = 0; i < bits.length; i++) {
                        bits[i] += times * (now.bits()[i] - before.bits()[i]);
                    }
                    rhythm.count = 0;
                    return times * period;
                }
            }
            rhythm.add(now);
            return 0;
        }

        @Override
        public void done(int depth) {
            rhythms[depth - GROUPS].count = 0;
        }

        /** What the array has waited for is lost whatever comes. */
        @Override
        public boolean hasEnough() {
            return pipeline.computeEnd() - bits[ARRAY] > longestWait;
        }
    }
}
