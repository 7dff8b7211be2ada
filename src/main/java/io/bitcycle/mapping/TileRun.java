package io.bitcycle.mapping;

import io.bitcycle.hardware.memory.DramConfig;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * A mapping run through the {@link TilePipeline}: its cycles, and the bits that crossed the DRAM port.
 *
 * @param cycles from the first load to the last store
 * @param activationBits loaded of operand A
 * @param weightBits loaded of operand B
 * @param sumBits loaded of partial sums
 * @param storeBits stored of sums, partial and finished
 */
public record TileRun(long cycles, long activationBits, long weightBits, long sumBits, long storeBits) {
    /** @param groups equal mappings that run one after the other through one pipeline */
    static TileRun of(Mapping mapping, int groups, DramConfig dram, FoldPorts ports) {
        Run run = new Run(new TilePipeline(dram), ports);
        for (int group = 0; group < groups; group++) {
            mapping.forEachStep(run);
            group += (int) run.repeat(Run.GROUPS, groups - 1 - group);
        }
        return run.result();
    }

    /** The same, tile by tile, each as long as {@code array} takes for it. */
    static TileRun of(TileProblem problem, Mapping mapping, TileRunner array) {
        FoldPorts ports = problem.ports();
        Run run = new Run(new TilePipeline(problem.hardware().dram()), ports);
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

    private static final class Run implements Mapping.StepConsumer {
        private static final int GROUPS = -1;
        private static final int ACTIVATION = 0;
        private static final int WEIGHT = 1;
        private static final int SUM = 2;
        private static final int STORE = 3;
        private static final int LONGEST_RHYTHM = 8;

        /** Where the pipeline stood, relative to its latest computation, and what had been moved. */
        private record Mark(TilePipeline.State state, long computeEnd, long[] bits) {}

        private final TilePipeline pipeline;
        private final FoldPorts ports;
        private final long[] bits = new long[4];
        private final List<List<Mark>> marks = new ArrayList<>();

        /** From a tile's begin to its cycles; null where all folds of as many steps take the same. */
        private LongUnaryOperator array;

        Run(TilePipeline pipeline, FoldPorts ports) {
            this.pipeline = pipeline;
            this.ports = ports;
        }

        TileRun result() {
            return new TileRun(pipeline.finish(), bits[ACTIVATION], bits[WEIGHT], bits[SUM], bits[STORE]);
        }

        @Override
        public void step(long folds, long foldSteps, long stepA, long stepB, long stepSums, long stepStores) {
            if (array == null) {
                pipeline.tile(folds * ports.cycles(foldSteps), stepA + stepB + stepSums, stepStores);
            } else {
                long start = pipeline.begin(stepA + stepB + stepSums, stepStores);
                pipeline.end(array.applyAsLong(start), stepStores);
            }
            bits[ACTIVATION] += stepA;
            bits[WEIGHT] += stepB;
            bits[SUM] += stepSums;
            bits[STORE] += stepStores;
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
            List<Mark> past = marks(depth);
            for (int period = 1; period <= past.size(); period++) {
                Mark before = past.get(past.size() - period);
                if (before.state().equals(now.state())) {
                    long times = remaining / period;
                    pipeline.advance(Math.multiplyExact(times, now.computeEnd() - before.computeEnd()));
                    for (int i = 0; i < bits.length; i++) {
                        bits[i] += times * (now.bits()[i] - before.bits()[i]);
                    }
                    past.clear();
                    return times * period;
                }
            }
            if (past.size() == LONGEST_RHYTHM) {
                past.remove(0);
            }
            past.add(now);
            return 0;
        }

        @Override
        public void done(int depth) {
            marks(depth).clear();
        }

        private List<Mark> marks(int depth) {
            while (marks.size() <= depth + 1) {
                marks.add(new ArrayList<>());
            }
            return marks.get(depth + 1);
        }
    }
}
