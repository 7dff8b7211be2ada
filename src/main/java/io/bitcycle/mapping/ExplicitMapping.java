package io.bitcycle.mapping;

import io.bitcycle.hardware.MappingConfig;
import io.bitcycle.hardware.array.Dataflow;
import java.util.ArrayList;
import java.util.List;

/**
 * The tiles that a hwconfig states, rounded up to whole multiply steps along the depth and, where a unit computes several
 * columns side by side, to whole units.
 */
final class ExplicitMapping {
    private ExplicitMapping() {}

    /** @throws TilesDoNotFitException naming every buffer whose half does not hold the tile */
    static Mapping of(TileProblem problem, MappingConfig.Tiles tiles) {
        Tile tile = problem.clamp(wholeUnits(problem, tiles));
        List<String> full = new ArrayList<>();
        if (!problem.activationFits(tile)) {
            full.add("activation");
        }
        if (!problem.weightFits(tile)) {
            full.add("weight");
        }
        if (!problem.sumsFit(tile)) {
            full.add("output");
        }
        if (!full.isEmpty()) {
            throw new TilesDoNotFitException("mapping: has tiles of " + tile + " for a product of " + problem.whole()
                    + "; allowed: tiles that fit half of each buffer, unlike here half of "
                    + String.join(" and ", full));
        }
        return TileNest.of(problem, tile, tiles.order());
    }

    private static Tile wholeUnits(TileProblem problem, MappingConfig.Tiles tiles) {
        boolean swapped = problem.hardware().array().dataflow() == Dataflow.INPUT_STATIONARY;
        long perUnit = problem.timing().columnsPerUnit();
        return new Tile(
                roundUp(tiles.rows(), swapped ? perUnit : 1),
                roundUp(tiles.cols(), swapped ? 1 : perUnit),
                roundUp(tiles.channels(), problem.timing().productsPerStep()),
                tiles.taps());
    }

    private static long roundUp(long extent, long unit) {
        return TileProblem.ceilDiv(extent, unit) * unit;
    }
}
