package io.bitcycle.mapping;

import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.workload.MatrixOp;

/**
 * Tiles of an output-stationary op: loops are tiles of row folds, column folds, row folds of the tile.
 *
 * @param ports what a fold asks of the buffers' ports
 * @param tileRowFolds row folds whose codes of A share the activation buffer
 * @param activationHeld whether a row fold's codes of A stay on chip for all column folds
 * @param weightHeld whether all of B stays on chip
 * @param weightPanelHeld whether one column fold's codes of B stay on chip for the row folds of a tile
 * @param activationBits A in DRAM
 * @param weightBits B in DRAM
 * @param resultBits all finished results
 */
record PanelTiling(
        FoldPorts ports,
        long tileRowFolds,
        boolean activationHeld,
        boolean weightHeld,
        boolean weightPanelHeld,
        long activationBits,
        long weightBits,
        long resultBits)
        implements Mapping {
    /** Operands stay on chip where half of their buffer holds them. */
    static PanelTiling of(TileProblem problem, long tileRowFolds) {
        MatrixOp op = problem.op();
        OpBits bits = problem.bits();
        long weightFits = problem.hardware().buffers().weight().tileBits();
        return new PanelTiling(
                problem.ports(),
                tileRowFolds,
                tileRowFolds <= longestCodes(problem),
                bits.weight() <= weightFits,
                bits.weight() / problem.timing().colFolds() <= weightFits,
                bits.activation(),
                bits.weight(),
                op.m() * op.n() * bits.result());
    }

    /** The longest tile whose codes of A half of their buffer holds. */
    static long longestCodes(TileProblem problem) {
        long half = problem.hardware().buffers().activation().tileBits();
        return Math.multiplyExact(half, problem.timing().rowFolds())
                / problem.bits().activation();
    }

    @Override
    public Mapping on(TileProblem other) {
        return of(other, tileRowFolds);
    }

    @Override
    public long traffic() {
        long weightLoads = weightPanelHeld ? tiles() : timing().rowFolds();
        return (activationHeld ? 1 : timing().colFolds()) * activationBits
                + (weightHeld ? 1 : weightLoads) * weightBits
                + resultBits;
    }

    @Override
    public long arrayCycles() {
        return timing().folds() * ports.cycles(timing().steps());
    }

    private long tiles() {
        return (timing().rowFolds() + tileRowFolds - 1) / tileRowFolds;
    }

    @Override
    public ArrayTiming timing() {
        return ports.timing();
    }

    @Override
    public void forEachStep(StepConsumer consumer) {
        long activationChange = activationBits % timing().rowFolds() / tileRowFolds;
        long resultChange = resultBits % timing().folds() / (tileRowFolds * timing().colFolds());
        long[] changes = {1, activationChange, activationChange + 1, resultChange, resultChange + 1, tiles() - 1};
        Mapping.loop(consumer, 0, tiles(), changes, tile -> columns(consumer, tile * tileRowFolds));
    }

    /** @param first row fold of the tile */
    private void columns(StepConsumer consumer, long first) {
        long rows = Math.min(tileRowFolds, timing().rowFolds() - first);
        long colFolds = timing().colFolds();
        // Of all folds in their order the first ones have the larger results.
        long larger = resultBits % timing().folds() - first * colFolds;
        long[] changes = {1, weightBits % colFolds, Math.floorDiv(larger, rows), Math.floorDiv(larger, rows) + 1};
        Mapping.loop(consumer, 1, colFolds, changes, col -> {
            long[] rowChanges = {1, activationBits % timing().rowFolds() - first, larger - col * rows};
            Mapping.loop(
                    consumer,
                    2,
                    rows,
                    rowChanges,
                    row -> consumer.step(
                            step(first, col, row, first * colFolds + col * rows + row),
                            new TileNumbers.Of(first + row, col, TileNumbers.number(first + row, colFolds, col))));
        });
    }

    /** @param done folds before this one */
    private TileStep step(long first, long col, long rowInTile, long done) {
        long row = first + rowInTile;
        boolean loadsActivation = col == 0 || !activationHeld;
        boolean loadsWeight = weightHeld ? row == 0 : rowInTile == 0 || !weightPanelHeld;
        return new TileStep(
                1,
                timing().steps(),
                loadsActivation ? Mapping.share(activationBits, row, timing().rowFolds()) : 0,
                loadsWeight ? Mapping.share(weightBits, col, timing().colFolds()) : 0,
                0,
                Mapping.share(resultBits, done, timing().folds()));
    }

    @Override
    public long steps() {
        return timing().folds();
    }

    @Override
    public long activationPasses() {
        return timing().colFolds();
    }

    @Override
    public long weightPasses() {
        return timing().rowFolds();
    }

    @Override
    public long sumPasses() {
        return 1;
    }

    @Override
    public String description() {
        return "row folds of A in tiles of " + tileRowFolds + " of " + timing().rowFolds()
                + (activationHeld ? ", held on chip" : ", loaded for every column fold") + "; B "
                + (weightHeld
                        ? "held on chip"
                        : weightPanelHeld ? "loaded for every tile" : "loaded for every row fold");
    }
}
