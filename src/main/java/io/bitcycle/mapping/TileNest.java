package io.bitcycle.mapping;

import io.bitcycle.hardware.MappingConfig.Loop;
import io.bitcycle.hardware.array.ArrayTiming;
import java.util.List;
import java.util.Locale;

/**
 * Loops over tiles in some order. Around the innermost loops, as many as half of an operand's buffer allows, the operand's
 * tiles stay on chip; loops further out load them again, or store partial sums and read them back.
 *
 * @param order loops, outermost first
 * @param activationHeld the loops over which codes of A, once loaded, are used again
 * @param weightHeld the same for B
 * @param sumsHeld the loops over which partial sums stay in the output buffer
 */
record TileNest(TileGrid grid, List<Loop> order, int activationHeld, int weightHeld, int sumsHeld) implements Mapping {
    static TileNest of(TileProblem problem, Tile tile, List<Loop> order) {
        return of(new TileGrid(problem, tile), order);
    }

    static TileNest of(TileGrid grid, List<Loop> order) {
        return new TileNest(grid, order, grid.activationHeld(order), grid.weightHeld(order), grid.sumsHeld(order));
    }

    /**
     * The same, but sums of a tile of rows and columns leave the output buffer before those of the next, however large it
     * is: what a smaller buffer would do.
     */
    TileNest spilling() {
        return new TileNest(grid, order, activationHeld, weightHeld, 0);
    }

    /** Whether {@link #spilling} makes a difference: the depth is not all that the innermost loops walk. */
    boolean canSpill() {
        Loop innermost = order.get(order.size() - 1);
        return sumsHeld != 0 && innermost != Loop.CHANNELS && innermost != Loop.TAPS && depthTiles() > 1;
    }

    TileProblem problem() {
        return grid.problem();
    }

    Tile tile() {
        return grid.tile();
    }

    /** Whether the output buffer would hold sums that leave it. */
    boolean spillsByChoice() {
        return sumsHeld != grid.sumsHeld(order);
    }

    private long depthTiles() {
        return grid.trips(Loop.CHANNELS) * grid.trips(Loop.TAPS);
    }

    @Override
    public Mapping on(TileProblem other) {
        TileNest same = of(other, tile(), order);
        return spillsByChoice() ? same.spilling() : same;
    }

    @Override
    public ArrayTiming timing() {
        return problem().timing();
    }

    @Override
    public void forEachStep(StepConsumer consumer) {
        new Walk(consumer).loop(0);
    }

    /** The odometer of the loops. */
    private final class Walk implements TileNumbers {
        private final StepConsumer consumer;
        private final long[] index = new long[Loop.values().length];
        /** By the loops that are at their first and at their last tile: nothing else tells steps apart. */
        private final TileStep[] steps = new TileStep[1 << 2 * Loop.values().length];

        Walk(StepConsumer consumer) {
            this.consumer = consumer;
        }

        private void loop(int depth) {
            if (depth == order.size()) {
                consumer.step(step(), this);
                return;
            }
            int loop = order.get(depth).ordinal();
            long count = grid.trips(order.get(depth));
            for (long i = 0; i < count && !consumer.hasEnough(); i++) {
                index[loop] = i;
                loop(depth + 1);
                // The first tile loads what is held, the last is cut to the op; those between are alike.
                long alike = count - 2 - i;
                if (i > 0 && alike > 0) {
                    i += consumer.repeat(depth, alike);
                }
            }
            consumer.done(depth);
        }

        @Override
        public long activation() {
            return TileNumbers.number(index(Loop.ROWS), trips(Loop.CHANNELS), index(Loop.CHANNELS));
        }

        @Override
        public long weight() {
            long depth = TileNumbers.number(index(Loop.COLS), trips(Loop.CHANNELS), index(Loop.CHANNELS));
            return TileNumbers.number(depth, trips(Loop.TAPS), index(Loop.TAPS));
        }

        @Override
        public long sum() {
            return TileNumbers.number(index(Loop.ROWS), trips(Loop.COLS), index(Loop.COLS));
        }

        private TileStep step() {
            int key = 0;
            for (Loop loop : order) {
                key = key << 2 | (index(loop) == 0 ? 2 : 0) | (last(loop) ? 1 : 0);
            }
            if (steps[key] == null) {
                steps[key] = newStep();
            }
            return steps[key];
        }

        private TileStep newStep() {
            Tile current = new Tile(extent(Loop.ROWS), extent(Loop.COLS), extent(Loop.CHANNELS), extent(Loop.TAPS));
            long sumCount = current.rows() * current.cols();
            boolean spilledBefore =
                    spills(Loop.CHANNELS, index(Loop.CHANNELS) > 0) || spills(Loop.TAPS, index(Loop.TAPS) > 0);
            boolean spillsNow = spills(Loop.CHANNELS, !last(Loop.CHANNELS)) || spills(Loop.TAPS, !last(Loop.TAPS));
            // Sums that stay on chip over the taps leave it at the last of them only.
            boolean atEnd = (last(Loop.TAPS) || !holds(sumsHeld, Loop.TAPS))
                    && (last(Loop.CHANNELS) || !holds(sumsHeld, Loop.CHANNELS));
            boolean atStart = (index(Loop.TAPS) == 0 || !holds(sumsHeld, Loop.TAPS))
                    && (index(Loop.CHANNELS) == 0 || !holds(sumsHeld, Loop.CHANNELS));
            long accumulator = problem().bits().accumulator();
            long store = atEnd
                    ? sumCount * (spillsNow ? accumulator : problem().bits().result())
                    : 0;
            return new TileStep(
                    grid.folds(current),
                    grid.foldSteps(current),
                    loads(activationHeld, Loop.COLS) && loads(activationHeld, Loop.TAPS) ? activationBits() : 0,
                    loads(weightHeld, Loop.ROWS) ? weightBits() : 0,
                    atStart && spilledBefore ? sumCount * accumulator : 0,
                    store);
        }

        private boolean spills(Loop loop, boolean between) {
            return between && !holds(sumsHeld, loop);
        }

        private boolean loads(int held, Loop loop) {
            return index(loop) == 0 || !holds(held, loop);
        }

        private long index(Loop loop) {
            return index[loop.ordinal()];
        }

        private long trips(Loop loop) {
            return grid.trips(loop);
        }

        private boolean last(Loop loop) {
            return index(loop) == trips(loop) - 1;
        }

        private long extent(Loop loop) {
            return last(loop) ? problem().whole().get(loop) - index(loop) * tile().get(loop) : tile().get(loop);
        }

        /** The last tile along each loop takes what the others' rounding left. */
        private long part(long total, Loop loop) {
            long each = TileProblem.portion(
                    total, tile().get(loop), problem().whole().get(loop));
            return last(loop) ? total - index(loop) * each : each;
        }

        private long activationBits() {
            return part(part(problem().bits().activation(), Loop.ROWS), Loop.CHANNELS);
        }

        private long weightBits() {
            return part(part(part(problem().bits().weight(), Loop.COLS), Loop.CHANNELS), Loop.TAPS);
        }
    }

    private static boolean holds(int held, Loop loop) {
        return TileGrid.contains(held, loop);
    }

    @Override
    public long steps() {
        return grid.steps();
    }

    @Override
    public long activationPasses() {
        return grid.activationPasses();
    }

    @Override
    public long weightPasses() {
        return grid.weightPasses();
    }

    @Override
    public long sumPasses() {
        return grid.sumPasses();
    }

    @Override
    public long arrayCycles() {
        return grid.arrayCycles();
    }

    @Override
    public long traffic() {
        return grid.traffic(activationHeld, weightHeld, sumsHeld);
    }

    @Override
    public String description() {
        StringBuilder text = new StringBuilder("loops over tiles");
        for (Loop loop : order) {
            text.append(order.indexOf(loop) == 0 ? ": " : ", ")
                    .append(loop.name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(tile().get(loop))
                    .append(" of ")
                    .append(problem().whole().get(loop));
        }
        return text + "; A " + (holds(activationHeld, Loop.COLS) ? "loaded once" : "loaded for every tile of columns")
                + ", B " + (holds(weightHeld, Loop.ROWS) ? "loaded once" : "loaded for every tile of rows")
                + ", partial sums " + (holds(sumsHeld, Loop.CHANNELS) ? "on chip" : "spilled");
    }
}
