package io.bitcycle.mapping;

import static io.bitcycle.mapping.TileProblem.ceilDiv;

import io.bitcycle.hardware.MappingConfig.Loop;
import io.bitcycle.hardware.memory.DramConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The mapping {@code "search"}: all loop orders over the tiles that fit half of each buffer, for least cycles, then least
 * energy, then the earlier candidate. Tiles are 1, 2, 3, 4, 6, 8, ... folds long, or the whole; along the rows also as long
 * as the output buffer allows, or divisors, which leave no short last tile.
 *
 * <p>Candidates are taken in the order of a lower bound on their cycles, which needs no simulation: the array's own cycles
 * and the DRAM port's, whichever is longer, the first load and the last store apart. The search ends at the first bound above
 * the best simulated cycles. A candidate with {@value #MANY_TILES} tiles per group or more is passed over as long as there is
 * one with fewer.
 */
final class MappingSearch {
    private static final long MANY_TILES = 1 << 16;

    /**
     * The orders worth searching, outermost loop first. Taps run directly inside channels: they share codes of A and the
     * sums, so that a loop between the two could only move them again.
     */
    private static final List<List<Loop>> ORDERS = List.of(
            List.of(Loop.ROWS, Loop.COLS, Loop.CHANNELS, Loop.TAPS),
            List.of(Loop.COLS, Loop.ROWS, Loop.CHANNELS, Loop.TAPS),
            List.of(Loop.ROWS, Loop.CHANNELS, Loop.TAPS, Loop.COLS),
            List.of(Loop.COLS, Loop.CHANNELS, Loop.TAPS, Loop.ROWS),
            List.of(Loop.CHANNELS, Loop.TAPS, Loop.ROWS, Loop.COLS),
            List.of(Loop.CHANNELS, Loop.TAPS, Loop.COLS, Loop.ROWS));

    /**
     * A mapping to try.
     *
     * @param cycles at least what it takes
     * @param energyPj at least what it costs
     */
    private record Candidate(TileNest nest, long cycles, double energyPj) {}

    private final TileProblem problem;
    private final MappingEnergy energy;

    MappingSearch(TileProblem problem) {
        this.problem = problem;
        this.energy = new MappingEnergy(problem);
    }

    Found best() {
        List<Candidate> candidates = candidates();
        candidates.sort(Comparator.comparingLong(Candidate::cycles).thenComparingDouble(Candidate::energyPj));
        Found best = null;
        for (Candidate candidate : candidates) {
            if (best != null && candidate.cycles() > best.run().cycles()) {
                break;
            }
            if (best != null && candidate.cycles() == best.run().cycles() && candidate.energyPj() >= best.energyPj()) {
                continue;
            }
            Found found = run(candidate.nest());
            if (best == null || found.isBetterThan(best)) {
                best = found;
            }
        }
        return best;
    }

    /** A mapping with what it takes. */
    Found run(Mapping mapping) {
        TileRun run = TileRun.of(mapping, problem.op().groups(), problem.hardware(), problem.ports());
        return new Found(mapping, run, energy.pj(mapping, run));
    }

    /**
     * A mapping that was run.
     *
     * @param energyPj as far as the mapping decides it
     */
    record Found(Mapping mapping, TileRun run, double energyPj) {
        boolean isBetterThan(Found other) {
            return run.cycles() < other.run.cycles()
                    || (run.cycles() == other.run.cycles() && energyPj < other.energyPj);
        }
    }

    private List<Candidate> candidates() {
        List<Candidate> few = new ArrayList<>();
        List<Candidate> many = new ArrayList<>();
        Tile fold = problem.clamp(problem.fold());
        for (long taps : taps()) {
            for (long channels : extents(fold.channels(), problem.whole().channels())) {
                for (long cols : extents(fold.cols(), problem.whole().cols())) {
                    if (!problem.weightFits(new Tile(fold.rows(), cols, channels, taps))) {
                        break;
                    }
                    for (long rows : rows(cols, fold.rows())) {
                        Tile tile = new Tile(rows, cols, channels, taps);
                        if (!problem.fits(tile)) {
                            break;
                        }
                        List<Candidate> orders = candidates(tile);
                        (orders.get(0).nest().steps() < MANY_TILES ? few : many).addAll(orders);
                    }
                }
            }
        }
        return few.isEmpty() ? many : few;
    }

    private List<Candidate> candidates(Tile tile) {
        List<Candidate> all = new ArrayList<>();
        List<List<Loop>> seen = new ArrayList<>();
        for (List<Loop> order : ORDERS) {
            // Loops of one trip have no place in an order.
            List<Loop> turning = new ArrayList<>(order);
            turning.removeIf(loop -> problem.trips(tile, loop) == 1);
            if (seen.contains(turning)) {
                continue;
            }
            seen.add(turning);
            TileNest nest = TileNest.of(problem, tile, order);
            all.add(new Candidate(nest, bound(nest), energy.bound(nest)));
        }
        return all;
    }

    private TreeSet<Long> taps() {
        return new TreeSet<>(List.of(1L, problem.whole().taps()));
    }

    /** Powers of two and three halves of them, times a unit, and the whole. */
    private static TreeSet<Long> extents(long unit, long whole) {
        TreeSet<Long> extents = new TreeSet<>();
        for (long extent = unit; extent < whole; extent *= 2) {
            extents.add(extent);
            if (extent / 2 * 3 < whole && extent > unit) {
                extents.add(extent / 2 * 3);
            }
        }
        extents.add(whole);
        return extents;
    }

    private TreeSet<Long> rows(long cols, long unit) {
        TreeSet<Long> rows = extents(unit, problem.whole().rows());
        long sums = problem.hardware().buffers().output().tileBits()
                / (cols * problem.bits().accumulator());
        long most = Math.min(sums, problem.whole().rows()) / unit * unit;
        if (most > 0) {
            rows.add(most);
        }
        for (long divisor = 1; divisor * divisor <= problem.whole().rows(); divisor++) {
            if (problem.whole().rows() % divisor == 0) {
                addWhole(rows, divisor, unit);
                addWhole(rows, problem.whole().rows() / divisor, unit);
            }
        }
        return rows;
    }

    private static void addWhole(TreeSet<Long> extents, long extent, long unit) {
        if (extent % unit == 0) {
            extents.add(extent);
        }
    }

    /** No schedule of these tiles is shorter. */
    private long bound(TileNest nest) {
        DramConfig dram = problem.hardware().dram();
        int groups = problem.op().groups();
        long rate = dram.bitsPerCycle();
        Tile tile = nest.tile();
        long first = ceilDiv(problem.activationBits(tile) + problem.weightBits(tile), rate);
        long last = 1;
        for (Loop loop : List.of(Loop.ROWS, Loop.COLS)) {
            last *= problem.whole().get(loop) - (problem.trips(tile, loop) - 1) * tile.get(loop);
        }
        long store = ceilDiv(last * problem.bits().result(), rate);
        long array = first + groups * nest.arrayCycles() + store;
        long port = ceilDiv(groups * nest.traffic(), rate);
        return dram.latencyCycles() + Math.max(array, port);
    }
}
