package io.bitcycle.mapping;

import static io.bitcycle.mapping.TileProblem.ceilDiv;

import io.bitcycle.hardware.MappingConfig.Loop;
import io.bitcycle.hardware.array.Dataflow;
import java.util.List;

/**
 * Tiles of one size over a problem: what they take in whatever order loops walk them. Sets of loops are bit sets over
 * {@link Loop#ordinal()}.
 */
final class TileGrid {
    static final int ROWS = bit(Loop.ROWS);
    static final int COLS = bit(Loop.COLS);
    static final int CHANNELS = bit(Loop.CHANNELS);
    static final int TAPS = bit(Loop.TAPS);
    /** The loops along which an operand does not change. */
    private static final int SAME_ACTIVATION = COLS | TAPS;

    private static final int SAME_WEIGHT = ROWS;
    private static final int SAME_SUMS = CHANNELS | TAPS;

    private final TileProblem problem;
    private final Tile tile;
    private final long[] trips = new long[Loop.values().length];
    private final int activationFits;
    private final int weightFits;
    private final int sumsFit;

    TileGrid(TileProblem problem, Tile tile) {
        this.problem = problem;
        this.tile = tile;
        for (Loop loop : Loop.values()) {
            trips[loop.ordinal()] = problem.trips(tile, loop);
        }
        activationFits = fits(ROWS | CHANNELS, problem::activationFits);
        weightFits = fits(COLS | CHANNELS | TAPS, problem::weightFits);
        sumsFit = fits(ROWS | COLS, problem::sumsFit);
    }

    private static int bit(Loop loop) {
        return 1 << loop.ordinal();
    }

    /** Whether half of a buffer holds what one operand needs of a tile. */
    private interface Fit {
        boolean holds(Tile tile);
    }

    /** For each subset of {@code along}, a bit: whether half of the buffer holds the tiles along all its loops. */
    private int fits(int along, Fit fit) {
        int fits = 0;
        for (int whole = along; ; whole = (whole - 1) & along) {
            if (fit.holds(along(whole))) {
                fits |= 1 << whole;
            }
            if (whole == 0) {
                return fits;
            }
        }
    }

    private Tile along(int whole) {
        return new Tile(
                extent(whole, Loop.ROWS),
                extent(whole, Loop.COLS),
                extent(whole, Loop.CHANNELS),
                extent(whole, Loop.TAPS));
    }

    private long extent(int whole, Loop loop) {
        return contains(whole, loop) ? problem.whole().get(loop) : tile.get(loop);
    }

    static boolean contains(int loops, Loop loop) {
        return (loops & bit(loop)) != 0;
    }

    TileProblem problem() {
        return problem;
    }

    Tile tile() {
        return tile;
    }

    long trips(Loop loop) {
        return trips[loop.ordinal()];
    }

    /** Tiles of all loops. */
    long steps() {
        return trips[0] * trips[1] * trips[2] * trips[3];
    }

    /** The loops over which codes of A, once loaded, are used again: the innermost ones, as far as the buffer allows. */
    int activationHeld(List<Loop> order) {
        return held(order, SAME_ACTIVATION, activationFits);
    }

    /** The same for B. */
    int weightHeld(List<Loop> order) {
        return held(order, SAME_WEIGHT, weightFits);
    }

    /** The loops over which partial sums can stay in the output buffer. */
    int sumsHeld(List<Loop> order) {
        return held(order, SAME_SUMS, sumsFit);
    }

    private static int held(List<Loop> order, int same, int fits) {
        int held = 0;
        int whole = 0;
        for (int i = order.size() - 1; i >= 0; i--) {
            int loop = bit(order.get(i));
            if ((same & loop) != 0) {
                held |= loop;
            } else {
                whole |= loop;
                // Loops along which nothing of the operand changes do not matter to the fit.
                if ((fits >> whole & 1) == 0) {
                    return held;
                }
            }
        }
        return held;
    }

    long folds(Tile current) {
        long rows = problem.hardware().array().rows();
        long cols = problem.arrayCols();
        return switch (dataflow()) {
            case OUTPUT_STATIONARY -> ceilDiv(current.rows(), rows) * ceilDiv(current.cols(), cols);
            case WEIGHT_STATIONARY -> ceilDiv(current.cols(), cols) * depthFolds(current);
            case INPUT_STATIONARY -> ceilDiv(current.rows(), cols) * depthFolds(current);
        };
    }

    long foldSteps(Tile current) {
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
        return ceilDiv(current.channels(), problem.timing().productsPerStep());
    }

    private Dataflow dataflow() {
        return problem.hardware().array().dataflow();
    }

    /** See {@link Mapping#activationPasses}. */
    long activationPasses() {
        return dataflow() == Dataflow.INPUT_STATIONARY ? trips(Loop.COLS) : arrayFolds(Loop.COLS, problem.arrayCols());
    }

    /** See {@link Mapping#weightPasses}. */
    long weightPasses() {
        return switch (dataflow()) {
            case OUTPUT_STATIONARY ->
                arrayFolds(Loop.ROWS, problem.hardware().array().rows());
            case WEIGHT_STATIONARY -> trips(Loop.ROWS);
            case INPUT_STATIONARY -> arrayFolds(Loop.ROWS, problem.arrayCols());
        };
    }

    /** See {@link Mapping#sumPasses}. */
    long sumPasses() {
        return dataflow() == Dataflow.OUTPUT_STATIONARY
                ? trips(Loop.CHANNELS) * trips(Loop.TAPS)
                : problem.whole().taps()
                        * arrayFolds(
                                Loop.CHANNELS,
                                problem.hardware().array().rows()
                                        * (long) problem.timing().productsPerStep());
    }

    /** Folds of {@code unit} along a loop, over all its tiles. */
    private long arrayFolds(Loop loop, long unit) {
        long full = trips(loop) - 1;
        long rest = problem.whole().get(loop) - full * tile.get(loop);
        return full * ceilDiv(tile.get(loop), unit) + ceilDiv(rest, unit);
    }

    /** Array cycles per group, waits for ports and folds begun again included. */
    long arrayCycles() {
        Loop streamed = switch (dataflow()) {
            case OUTPUT_STATIONARY -> Loop.CHANNELS;
            case WEIGHT_STATIONARY -> Loop.ROWS;
            case INPUT_STATIONARY -> Loop.COLS;
        };
        long full = trips(streamed) - 1;
        Tile rest = tile.with(streamed, problem.whole().get(streamed) - full * tile.get(streamed));
        long perStream = problem.ports().cycles(foldSteps(rest));
        if (full > 0) {
            perStream += full * problem.ports().cycles(foldSteps(tile));
        }
        return switch (dataflow()) {
            case OUTPUT_STATIONARY ->
                arrayFolds(Loop.ROWS, problem.fold().rows())
                        * arrayFolds(Loop.COLS, problem.fold().cols())
                        * trips(Loop.TAPS)
                        * perStream;
            case WEIGHT_STATIONARY -> arrayFolds(Loop.COLS, problem.fold().cols()) * sumPasses() * perStream;
            case INPUT_STATIONARY -> arrayFolds(Loop.ROWS, problem.fold().rows()) * sumPasses() * perStream;
        };
    }

    /** Bits that cross the DRAM port per group with these loops held, before they are rounded to bursts. */
    long traffic(int activationHeld, int weightHeld, int sumsHeld) {
        OpBits bits = problem.bits();
        long sums = problem.op().m() * problem.op().n();
        long visits = turns(Loop.CHANNELS, sumsHeld) * turns(Loop.TAPS, sumsHeld);
        return turns(Loop.COLS, activationHeld) * turns(Loop.TAPS, activationHeld) * bits.activation()
                + turns(Loop.ROWS, weightHeld) * bits.weight()
                + sums * (bits.result() + 2 * (visits - 1) * bits.accumulator());
    }

    private long turns(Loop loop, int held) {
        return contains(held, loop) ? 1 : trips(loop);
    }

    /** Bits to load before the first tile. */
    long firstBits() {
        return problem.activationBits(tile) + problem.weightBits(tile);
    }

    /** Bits to store after the last tile. */
    long lastBits() {
        return last(Loop.ROWS) * last(Loop.COLS) * problem.bits().result();
    }

    private long last(Loop loop) {
        return problem.whole().get(loop) - (trips(loop) - 1) * tile.get(loop);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TileGrid grid && grid.tile.equals(tile) && grid.problem.equals(problem);
    }

    @Override
    public int hashCode() {
        return 31 * problem.hashCode() + tile.hashCode();
    }

    @Override
    public String toString() {
        return tile + " over " + problem;
    }
}
