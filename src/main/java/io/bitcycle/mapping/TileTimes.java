package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.workload.MatrixOp;

/** When the tiles of an op are loaded, computed and stored: the {@link TilePipeline} of its cost, for whoever draws it. */
public final class TileTimes implements TilePipeline.Port {
    /** Sees a tile's parts, each in the order of time; cycles count from the op's first. */
    public interface Observer {
        /** Operands and partial sums of a tile come from DRAM, in this order. */
        void load(long from, long to, TileStep step);

        /** The array computes a tile, waits for the ports of its buffers included. */
        void compute(long from, long to, TileStep step);

        /** Sums go to DRAM. */
        void store(long from, long to, long bits);
    }

    private final DramConfig dram;
    private final FoldPorts ports;
    private final Observer observer;
    private final TilePipeline pipeline;
    private TileStep now;
    private long unstoredBits;

    private TileTimes(MatrixOp op, HardwareConfig hardware, Observer observer) {
        this.dram = hardware.dram();
        this.ports = TileProblem.of(op, hardware).ports();
        this.observer = observer;
        this.pipeline = new TilePipeline(dram, this);
    }

    /**
     * Goes through all tiles.
     *
     * @param mapped of the op, whose cycles follow from its shape
     * @return the op's cycles, those of {@link TileRun#cycles}
     */
    public static long forEach(MatrixOp op, Mapper.Mapped mapped, HardwareConfig hardware, Observer observer) {
        TileTimes times = new TileTimes(op, hardware, observer);
        for (int group = 0; group < op.groups(); group++) {
            mapped.mapping().forEachStep((step, numbers) -> times.step(step));
        }
        return times.pipeline.finish();
    }

    private void step(TileStep step) {
        now = step;
        long store = dram.moved(step.storeBits());
        long begin = pipeline.begin(loadBits(), store);
        long cycles = step.folds() * ports.cycles(step.foldSteps());
        pipeline.end(cycles, store);
        unstoredBits = store > 0 ? store : unstoredBits;
        observer.compute(begin, begin + cycles, step);
    }

    private long loadBits() {
        return dram.moved(now.activationBits()) + dram.moved(now.weightBits()) + dram.moved(now.sumBits());
    }

    @Override
    public void load(long start) {
        observer.load(start, start + dram.cycles(loadBits()), now);
    }

    @Override
    public void store(long start) {
        observer.store(start, start + dram.cycles(unstoredBits), unstoredBits);
    }
}
