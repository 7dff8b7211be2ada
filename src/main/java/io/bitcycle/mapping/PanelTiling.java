package io.bitcycle.mapping;

import io.bitcycle.hardware.array.ArrayTiming;

/**
 * Tiles of an output-stationary op: loops are tiles of row folds, column folds, row folds of the tile.
 *
 * @param tileRowFolds row folds whose codes of A share the activation buffer
 * @param activationHeld whether a row fold's codes of A stay on chip for all column folds
 * @param weightHeld whether all of B stays on chip
 * @param weightPanelHeld whether one column fold's codes of B stay on chip for the row folds of a tile
 * @param activationBits A in DRAM
 * @param weightBits B in DRAM
 * @param resultBits all finished results
 */
record PanelTiling(
        ArrayTiming timing,
        long tileRowFolds,
        boolean activationHeld,
        boolean weightHeld,
        boolean weightPanelHeld,
        long activationBits,
        long weightBits,
        long resultBits)
        implements Mapping {
    @Override
    public void forEachStep(StepConsumer consumer) {
        long rowFolds = timing.rowFolds();
        long colFolds = timing.colFolds();
        long done = 0;
        for (long first = 0; first < rowFolds; first += tileRowFolds) {
            long end = Math.min(rowFolds, first + tileRowFolds);
            for (long col = 0; col < colFolds; col++) {
                for (long row = first; row < end; row++) {
                    boolean loadsActivation = col == 0 || !activationHeld;
                    boolean loadsWeight = weightHeld ? row == 0 : row == first || !weightPanelHeld;
                    consumer.step(new TileStep(
                            1,
                            timing.steps(),
                            loadsActivation ? Mapping.share(activationBits, row, rowFolds) : 0,
                            loadsWeight ? Mapping.share(weightBits, col, colFolds) : 0,
                            0,
                            Mapping.share(resultBits, done++, timing.folds()),
                            row,
                            col,
                            Mapping.number(row, colFolds, col)));
                }
            }
        }
    }

    @Override
    public long steps() {
        return timing.folds();
    }

    @Override
    public long activationPasses() {
        return timing.colFolds();
    }

    @Override
    public long weightPasses() {
        return timing.rowFolds();
    }

    @Override
    public long sumPasses() {
        return 1;
    }

    @Override
    public String description() {
        return "row folds of A in tiles of " + tileRowFolds + " of " + timing.rowFolds()
                + (activationHeld ? ", held on chip" : ", loaded for every column fold") + "; B "
                + (weightHeld
                        ? "held on chip"
                        : weightPanelHeld ? "loaded for every tile" : "loaded for every row fold");
    }
}
