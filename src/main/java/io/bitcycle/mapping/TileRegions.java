package io.bitcycle.mapping;

import io.bitcycle.hardware.MappingConfig.Loop;
import io.bitcycle.hardware.array.Dataflow;
import java.util.List;
import java.util.function.Consumer;

/** Where the tiles of a mapping lie, in the order of {@link Mapping#forEachStep}. */
final class TileRegions {
    private static final List<Loop> LOOPS = List.of(Loop.values());

    private final TileProblem problem;
    private final int[] from = new int[LOOPS.size()];
    private final int[] extent = new int[LOOPS.size()];

    private TileRegions(TileProblem problem) {
        this.problem = problem;
        LOOPS.forEach(loop -> set(loop, 0, problem.whole().get(loop)));
    }

    static void forEach(TileProblem problem, Mapping mapping, Consumer<Region> consumer) {
        TileRegions regions = new TileRegions(problem);
        if (mapping instanceof TileNest nest) {
            regions.loop(nest.tile(), nest.order(), consumer);
        } else if (mapping instanceof StreamTiling streams) {
            regions.streams(streams, consumer);
        } else if (mapping instanceof PanelTiling panels) {
            regions.panels(panels, consumer);
        } else {
            throw new IllegalArgumentException("tiles of " + mapping);
        }
    }

    /** The tiles along the depth of every output, in their order. */
    static void forEachInDepth(TileProblem problem, Mapping mapping, Consumer<Region> consumer) {
        TileRegions regions = new TileRegions(problem);
        if (mapping instanceof TileNest nest) {
            List<Loop> depth = nest.order().stream()
                    .filter(loop -> loop == Loop.CHANNELS || loop == Loop.TAPS)
                    .toList();
            regions.loop(nest.tile(), depth, consumer);
        } else {
            consumer.accept(regions.region());
        }
    }

    private void loop(Tile tile, List<Loop> order, Consumer<Region> consumer) {
        if (order.isEmpty()) {
            consumer.accept(region());
            return;
        }
        Loop loop = order.get(0);
        for (long i = 0; i < problem.trips(tile, loop); i++) {
            set(loop, i * tile.get(loop), tile.get(loop));
            loop(tile, order.subList(1, order.size()), consumer);
        }
    }

    private void streams(StreamTiling tiling, Consumer<Region> consumer) {
        boolean swapped = problem.hardware().array().dataflow() == Dataflow.INPUT_STATIONARY;
        Loop stream = swapped ? Loop.COLS : Loop.ROWS;
        Loop lines = swapped ? Loop.ROWS : Loop.COLS;
        Tile fold = problem.fold();
        long perTap = tiling.timing().rowFolds() / problem.whole().taps();
        for (long start = 0; start < tiling.timing().steps(); start += tiling.tileSteps()) {
            set(stream, start, tiling.tileSteps());
            for (long col = 0; col < tiling.timing().colFolds(); col++) {
                set(lines, col * fold.get(lines), fold.get(lines));
                for (long row = 0; row < tiling.timing().rowFolds(); row++) {
                    set(Loop.TAPS, row / perTap, 1);
                    set(Loop.CHANNELS, row % perTap * fold.channels(), fold.channels());
                    consumer.accept(region());
                }
            }
        }
    }

    private void panels(PanelTiling tiling, Consumer<Region> consumer) {
        Tile fold = problem.fold();
        long rowFolds = tiling.timing().rowFolds();
        for (long first = 0; first < rowFolds; first += tiling.tileRowFolds()) {
            for (long col = 0; col < tiling.timing().colFolds(); col++) {
                set(Loop.COLS, col * fold.cols(), fold.cols());
                for (long row = first; row < Math.min(rowFolds, first + tiling.tileRowFolds()); row++) {
                    set(Loop.ROWS, row * fold.rows(), fold.rows());
                    consumer.accept(region());
                }
            }
        }
    }

    /** The last tile along a loop is cut to the op. */
    private void set(Loop loop, long start, long length) {
        from[loop.ordinal()] = Math.toIntExact(start);
        extent[loop.ordinal()] =
                Math.toIntExact(Math.min(length, problem.whole().get(loop) - start));
    }

    private Region region() {
        return new Region(
                from[Loop.ROWS.ordinal()],
                extent[Loop.ROWS.ordinal()],
                from[Loop.COLS.ordinal()],
                extent[Loop.COLS.ordinal()],
                from[Loop.CHANNELS.ordinal()],
                extent[Loop.CHANNELS.ordinal()],
                from[Loop.TAPS.ordinal()],
                extent[Loop.TAPS.ordinal()]);
    }
}
