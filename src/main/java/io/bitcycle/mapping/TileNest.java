package io.bitcycle.mapping;

import static io.bitcycle.mapping.TileProblem.ceilDiv;

import io.bitcycle.hardware.MappingConfig.Loop;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.hardware.array.Dataflow;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Loops over tiles in some order. Around the innermost loops, as many as half of an operand's buffer allows, the operand's
 * tiles stay on chip; loops further out load them again, or store partial sums and read them back.
 *
 * @param order loops, outermost first
 * @param activationHeld the loops over which codes of A, once loaded, are used again
 * @param weightHeld the same for B
 * @param sumsHeld the loops over which partial sums stay in the output buffer
 */
record TileNest(
        TileProblem problem,
        Tile tile,
        List<Loop> order,
        Set<Loop> activationHeld,
        Set<Loop> weightHeld,
        Set<Loop> sumsHeld)
        implements Mapping {
    static TileNest of(TileProblem problem, Tile tile, List<Loop> order) {
        return new TileNest(
                problem,
                tile,
                order,
                held(problem, tile, order, EnumSet.of(Loop.COLS, Loop.TAPS), problem::activationFits),
                held(problem, tile, order, EnumSet.of(Loop.ROWS), problem::weightFits),
                held(problem, tile, order, EnumSet.of(Loop.CHANNELS, Loop.TAPS), problem::sumsFit));
    }

    /** Whether half of a buffer holds what one operand needs of a tile. */
    private interface Fit {
        boolean holds(Tile tile);
    }

    /** @param unused loops along which the operand does not change */
    private static Set<Loop> held(TileProblem problem, Tile tile, List<Loop> order, Set<Loop> unused, Fit fit) {
        Set<Loop> held = EnumSet.noneOf(Loop.class);
        Tile resident = tile;
        for (int i = order.size() - 1; i >= 0; i--) {
            Loop loop = order.get(i);
            if (unused.contains(loop)) {
                held.add(loop);
            } else {
                resident = resident.with(loop, problem.whole().get(loop));
                if (!fit.holds(resident)) {
                    return held;
                }
            }
        }
        return held;
    }

    @Override
    public ArrayTiming timing() {
        return problem.timing();
    }

    @Override
    public void forEachStep(StepConsumer consumer) {
        new Walk(consumer).loop(0);
    }

    /** The odometer of the loops. */
    private final class Walk {
        private final StepConsumer consumer;
        private final long[] index = new long[Loop.values().length];
        private final long[] trips = new long[Loop.values().length];

        Walk(StepConsumer consumer) {
            this.consumer = consumer;
            for (Loop loop : order) {
                trips[loop.ordinal()] = problem.trips(tile, loop);
            }
        }

        private void loop(int depth) {
            if (depth == order.size()) {
                step();
                return;
            }
            int loop = order.get(depth).ordinal();
            long count = trips[loop];
            for (long i = 0; i < count; i++) {
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

        private void step() {
            Tile current = new Tile(extent(Loop.ROWS), extent(Loop.COLS), extent(Loop.CHANNELS), extent(Loop.TAPS));
            long sumCount = current.rows() * current.cols();
            boolean spilledBefore =
                    spills(Loop.CHANNELS, index(Loop.CHANNELS) > 0) || spills(Loop.TAPS, index(Loop.TAPS) > 0);
            boolean spillsNow = spills(Loop.CHANNELS, !last(Loop.CHANNELS)) || spills(Loop.TAPS, !last(Loop.TAPS));
            // Sums that stay on chip over the taps leave it at the last of them only.
            boolean atEnd = (last(Loop.TAPS) || !sumsHeld.contains(Loop.TAPS))
                    && (last(Loop.CHANNELS) || !sumsHeld.contains(Loop.CHANNELS));
            boolean atStart = (index(Loop.TAPS) == 0 || !sumsHeld.contains(Loop.TAPS))
                    && (index(Loop.CHANNELS) == 0 || !sumsHeld.contains(Loop.CHANNELS));
            long accumulator = problem.bits().accumulator();
            long store =
                    atEnd ? sumCount * (spillsNow ? accumulator : problem.bits().result()) : 0;
            consumer.step(new TileStep(
                    folds(current),
                    foldSteps(current),
                    loads(activationHeld, Loop.COLS) && loads(activationHeld, Loop.TAPS) ? activation() : 0,
                    loads(weightHeld, Loop.ROWS) ? weight() : 0,
                    atStart && spilledBefore ? sumCount * accumulator : 0,
                    store,
                    Mapping.number(index(Loop.ROWS), trips(Loop.CHANNELS), index(Loop.CHANNELS)),
                    Mapping.number(
                            Mapping.number(index(Loop.COLS), trips(Loop.CHANNELS), index(Loop.CHANNELS)),
                            trips(Loop.TAPS),
                            index(Loop.TAPS)),
                    Mapping.number(index(Loop.ROWS), trips(Loop.COLS), index(Loop.COLS))));
        }

        private boolean spills(Loop loop, boolean between) {
            return between && !sumsHeld.contains(loop);
        }

        private boolean loads(Set<Loop> held, Loop loop) {
            return index(loop) == 0 || !held.contains(loop);
        }

        private long index(Loop loop) {
            return index[loop.ordinal()];
        }

        private long trips(Loop loop) {
            return trips[loop.ordinal()];
        }

        private boolean last(Loop loop) {
            return index(loop) == trips(loop) - 1;
        }

        private long extent(Loop loop) {
            return last(loop) ? problem.whole().get(loop) - index(loop) * tile.get(loop) : tile.get(loop);
        }

        /** The last tile along each loop takes what the others' rounding left. */
        private long part(long total, Loop loop) {
            long each =
                    TileProblem.portion(total, tile.get(loop), problem.whole().get(loop));
            return last(loop) ? total - index(loop) * each : each;
        }

        private long activation() {
            return part(part(problem.bits().activation(), Loop.ROWS), Loop.CHANNELS);
        }

        private long weight() {
            return part(part(part(problem.bits().weight(), Loop.COLS), Loop.CHANNELS), Loop.TAPS);
        }
    }

    private long folds(Tile current) {
        long rows = problem.hardware().array().rows();
        long cols = problem.arrayCols();
        return switch (dataflow()) {
            case OUTPUT_STATIONARY -> ceilDiv(current.rows(), rows) * ceilDiv(current.cols(), cols);
            case WEIGHT_STATIONARY -> ceilDiv(current.cols(), cols) * depthFolds(current);
            case INPUT_STATIONARY -> ceilDiv(current.rows(), cols) * depthFolds(current);
        };
    }

    private long foldSteps(Tile current) {
        return switch (dataflow()) {
            case OUTPUT_STATIONARY -> current.taps() * channelSteps(current);
            case WEIGHT_STATIONARY -> current.rows();
            case INPUT_STATIONARY -> current.cols();
        };
    }

    private long depthFolds(Tile current) {
        return current.taps()
                * ceilDiv(channelSteps(current), problem.hardware().array().rows());
    }

    private long channelSteps(Tile current) {
        return ceilDiv(current.channels(), timing().productsPerStep());
    }

    private Dataflow dataflow() {
        return problem.hardware().array().dataflow();
    }

    @Override
    public long steps() {
        long steps = 1;
        for (Loop loop : order) {
            steps *= problem.trips(tile, loop);
        }
        return steps;
    }

    @Override
    public long activationPasses() {
        return dataflow() == Dataflow.INPUT_STATIONARY
                ? problem.trips(tile, Loop.COLS)
                : arrayFolds(Loop.COLS, problem.arrayCols());
    }

    @Override
    public long weightPasses() {
        return switch (dataflow()) {
            case OUTPUT_STATIONARY ->
                arrayFolds(Loop.ROWS, problem.hardware().array().rows());
            case WEIGHT_STATIONARY -> problem.trips(tile, Loop.ROWS);
            case INPUT_STATIONARY -> arrayFolds(Loop.ROWS, problem.arrayCols());
        };
    }

    @Override
    public long sumPasses() {
        long taps = problem.whole().taps();
        return dataflow() == Dataflow.OUTPUT_STATIONARY
                ? problem.trips(tile, Loop.CHANNELS) * problem.trips(tile, Loop.TAPS)
                : taps
                        * arrayFolds(
                                Loop.CHANNELS, problem.hardware().array().rows() * (long) timing().productsPerStep());
    }

    /** Folds of {@code unit} along a loop, over all its tiles. */
    private long arrayFolds(Loop loop, long unit) {
        long full = problem.trips(tile, loop) - 1;
        long rest = problem.whole().get(loop) - full * tile.get(loop);
        return full * ceilDiv(tile.get(loop), unit) + ceilDiv(rest, unit);
    }

    /** Bits that cross the DRAM port per group, before they are rounded to bursts. */
    long traffic() {
        long taps = problem.trips(tile, Loop.TAPS);
        long channels = problem.trips(tile, Loop.CHANNELS);
        long activation = (activationHeld.contains(Loop.COLS) ? 1 : problem.trips(tile, Loop.COLS))
                * (activationHeld.contains(Loop.TAPS) ? 1 : taps);
        long weight = weightHeld.contains(Loop.ROWS) ? 1 : problem.trips(tile, Loop.ROWS);
        long visits = (sumsHeld.contains(Loop.CHANNELS) ? 1 : channels) * (sumsHeld.contains(Loop.TAPS) ? 1 : taps);
        long sums = problem.op().m() * problem.op().n();
        return activation * problem.bits().activation()
                + weight * problem.bits().weight()
                + sums
                        * (problem.bits().result()
                                + 2 * (visits - 1) * problem.bits().accumulator());
    }

    /** Array cycles per group, waits for ports and folds begun again included. */
    long arrayCycles() {
        Walk ends = new Walk(null);
        Loop streamed = switch (dataflow()) {
            case OUTPUT_STATIONARY -> Loop.CHANNELS;
            case WEIGHT_STATIONARY -> Loop.ROWS;
            case INPUT_STATIONARY -> Loop.COLS;
        };
        long full = ends.trips[streamed.ordinal()] - 1;
        Tile rest = tile.with(streamed, problem.whole().get(streamed) - full * tile.get(streamed));
        long each = problem.ports().cycles(foldSteps(tile));
        long last = problem.ports().cycles(foldSteps(rest));
        long perStream = full * each + last;
        return switch (dataflow()) {
            case OUTPUT_STATIONARY ->
                arrayFolds(Loop.ROWS, problem.fold().rows())
                        * arrayFolds(Loop.COLS, problem.fold().cols())
                        * ends.trips[Loop.TAPS.ordinal()]
                        * perStream;
            case WEIGHT_STATIONARY -> arrayFolds(Loop.COLS, problem.fold().cols()) * sumPasses() * perStream;
            case INPUT_STATIONARY -> arrayFolds(Loop.ROWS, problem.fold().rows()) * sumPasses() * perStream;
        };
    }

    @Override
    public String description() {
        StringBuilder text = new StringBuilder("loops over tiles");
        for (Loop loop : order) {
            text.append(order.indexOf(loop) == 0 ? ": " : ", ")
                    .append(loop.name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(tile.get(loop))
                    .append(" of ")
                    .append(problem.whole().get(loop));
        }
        return text + "; A " + (activationHeld.contains(Loop.COLS) ? "loaded once" : "loaded for every tile of columns")
                + ", B " + (weightHeld.contains(Loop.ROWS) ? "loaded once" : "loaded for every tile of rows")
                + ", partial sums " + (sumsHeld.contains(Loop.CHANNELS) ? "on chip" : "spilled");
    }
}
