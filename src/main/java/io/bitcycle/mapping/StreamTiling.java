package io.bitcycle.mapping;

import io.bitcycle.hardware.array.ArrayConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.DepthBlocking;
import io.bitcycle.hardware.memory.BufferConfig;
import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.workload.MatrixOp;

/**
 * Tiles of a weight- or input-stationary op: loops are tiles of the stream, column folds, row folds (the depth).
 *
 * @param ports what a fold asks of the buffers' ports
 * @param weightStationary whether weights are stationary and activations streamed, or the other way round
 * @param tileSteps length of a tile in array steps
 * @param streamHeld whether a tile's streamed codes stay on chip for all its column folds
 * @param stationaryHeld whether the stationary operand stays on chip for all tiles
 * @param rereads how often a column fold streams the same codes when they are not held
 * @param streamedBits the streamed operand in DRAM
 * @param stationaryBits the stationary operand in DRAM
 * @param resultBits all finished results
 */
record StreamTiling(
        FoldPorts ports,
        boolean weightStationary,
        long tileSteps,
        boolean streamHeld,
        boolean stationaryHeld,
        int rereads,
        long streamedBits,
        long stationaryBits,
        long resultBits)
        implements Mapping {
    /** Operands stay on chip where half of their buffer holds them. */
    static StreamTiling of(TileProblem problem, long tileSteps) {
        MatrixOp op = problem.op();
        OpBits bits = problem.bits();
        ArrayConfig array = problem.hardware().array();
        boolean weights = array.dataflow() == Dataflow.WEIGHT_STATIONARY;
        BufferConfig stationary = problem.hardware().buffers().of(weights ? Operand.WEIGHT : Operand.ACTIVATION);
        long stationaryBits = weights ? bits.weight() : bits.activation();
        return new StreamTiling(
                problem.ports(),
                weights,
                tileSteps,
                tileSteps <= longestCodes(problem),
                stationaryBits <= stationary.tileBits(),
                // A column fold streams the same codes once per kernel position.
                array.depthBlocking() == DepthBlocking.CHANNEL ? op.taps() : 1,
                weights ? bits.activation() : bits.weight(),
                stationaryBits,
                op.m() * op.n() * bits.result());
    }

    /** The longest tile whose codes half of their buffer holds. */
    static long longestCodes(TileProblem problem) {
        boolean weights = problem.hardware().array().dataflow() == Dataflow.WEIGHT_STATIONARY;
        BufferConfig buffer = problem.hardware().buffers().of(weights ? Operand.ACTIVATION : Operand.WEIGHT);
        long bits = weights ? problem.bits().activation() : problem.bits().weight();
        return Math.multiplyExact(buffer.tileBits(), problem.timing().steps()) / bits;
    }

    /** The longest tile whose partial sums half of the output buffer holds. */
    static long longestSums(TileProblem problem) {
        boolean weights = problem.hardware().array().dataflow() == Dataflow.WEIGHT_STATIONARY;
        long width = weights ? problem.op().n() : problem.op().m();
        long columns = Math.min(width, problem.arrayCols());
        return problem.hardware().buffers().output().tileBits()
                / (columns * problem.bits().accumulator());
    }

    @Override
    public Mapping on(TileProblem other) {
        return of(other, tileSteps);
    }

    @Override
    public long traffic() {
        return (streamHeld ? 1 : timing().colFolds() * rereads) * streamedBits
                + (stationaryHeld ? 1 : tiles()) * stationaryBits
                + resultBits;
    }

    @Override
    public long arrayCycles() {
        long full = tiles() - 1;
        long last = ports.cycles(timing().steps() - full * tileSteps);
        return timing().folds() * (full > 0 ? full * ports.cycles(tileSteps) + last : last);
    }

    @Override
    public ArrayTiming timing() {
        return ports.timing();
    }

    @Override
    public void forEachStep(StepConsumer consumer) {
        long streamedChange = streamedBits % timing().steps() / tileSteps;
        long resultChange = resultBits % timing().steps() / tileSteps;
        long[] changes = {1, streamedChange, streamedChange + 1, resultChange, resultChange + 1, tiles() - 1};
        Mapping.loop(consumer, 0, tiles(), changes, tile -> columns(consumer, tile));
    }

    private void columns(StepConsumer consumer, long tile) {
        long start = tile * tileSteps;
        long steps = Math.min(tileSteps, timing().steps() - start);
        long streamedTile = Mapping.portion(streamedBits, start, start + steps, timing().steps());
        long resultTile = Mapping.portion(resultBits, start, start + steps, timing().steps());
        long rowFolds = timing().rowFolds();
        long colFolds = timing().colFolds();
        long larger = stationaryBits % timing().folds();
        long[] changes = {1, larger / rowFolds, larger / rowFolds + 1, resultTile % colFolds};
        Mapping.loop(consumer, 1, colFolds, changes, col -> {
            long streamed = streamHeld ? (col == 0 ? streamedTile : 0) : streamedTile * rereads;
            long store = Mapping.share(resultTile, col, colFolds);
            long[] rowChanges = {streamed % rowFolds, larger - col * rowFolds, rowFolds - 1};
            Mapping.loop(
                    consumer,
                    2,
                    rowFolds,
                    rowChanges,
                    row -> consumer.step(
                            step(tile, col, row, steps, streamed, row == rowFolds - 1 ? store : 0),
                            numbers(tile, col, row)));
        });
    }

    /** @param streamed bits of the streamed operand for all row folds of the column fold */
    private TileStep step(long tile, long col, long row, long steps, long streamed, long store) {
        long fold = col * timing().rowFolds() + row;
        long stationary = tile == 0 || !stationaryHeld ? Mapping.share(stationaryBits, fold, timing().folds()) : 0;
        long stream = Mapping.share(streamed, row, timing().rowFolds());
        return new TileStep(
                1, steps, weightStationary ? stream : stationary, weightStationary ? stationary : stream, 0, store);
    }

    private TileNumbers numbers(long tile, long col, long row) {
        long rowFolds = timing().rowFolds();
        long stationary = TileNumbers.number(col, rowFolds, row);
        // Kernel positions stream the same codes again.
        long streamed = TileNumbers.number(tile, rowFolds, streamHeld ? row : row % (rowFolds / rereads));
        return new TileNumbers.Of(
                weightStationary ? streamed : stationary,
                weightStationary ? stationary : streamed,
                TileNumbers.number(tile, timing().colFolds(), col));
    }

    @Override
    public long steps() {
        return tiles() * timing().folds();
    }

    @Override
    public long activationPasses() {
        return weightStationary ? timing().colFolds() : tiles();
    }

    @Override
    public long weightPasses() {
        return weightStationary ? tiles() : timing().colFolds();
    }

    @Override
    public long sumPasses() {
        return timing().rowFolds();
    }

    /** The stationary operand enters the array again for every tile of the stream. */
    private long tiles() {
        return (timing().steps() + tileSteps - 1) / tileSteps;
    }

    @Override
    public String description() {
        return (weightStationary ? "rows of A" : "columns of B") + " in tiles of " + tileSteps + " of "
                + timing().steps()
                + (streamHeld ? ", held on chip" : ", streamed again for every column fold") + "; "
                + (weightStationary ? "B" : "A") + (stationaryHeld ? " held for all tiles" : " loaded for every tile");
    }
}
