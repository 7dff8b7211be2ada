package io.bitcycle.mapping;

import io.bitcycle.hardware.MappingConfig;
import java.util.ArrayList;
import java.util.List;

/** The tiles that a hwconfig states. */
final class ExplicitMapping {
    private ExplicitMapping() {}

    /** @throws TilesDoNotFitException naming every buffer whose half does not hold the tile */
    static Mapping of(TileProblem problem, MappingConfig.Tiles tiles) {
        Tile tile = problem.clamp(new Tile(tiles.rows(), tiles.cols(), tiles.channels(), tiles.taps()));
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
}
