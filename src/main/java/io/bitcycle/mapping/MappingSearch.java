package io.bitcycle.mapping;

import io.bitcycle.hardware.MappingConfig.Loop;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.memory.DramConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The mapping {@code "search"}: all loop orders over the tiles that fit half of each buffer, and the tiles of the fixed rule
 * in all lengths; for least cycles, then least energy, then the earlier candidate. Tiles are equal {@link Parts}.
 *
 * <p>Whatever a smaller buffer allows is a candidate for a larger one too, so that more memory never takes more cycles:
 * lengths do not depend on buffers; keeping codes on chip only takes loads out of the pipeline; where sums could stay, sending
 * them out as a smaller output buffer would is a candidate of its own.
 *
 * <p>Candidates are taken in the order of a lower bound on their cycles, which needs no simulation: the array's own cycles
 * and the DRAM port's, whichever is longer, the first load and the last store apart. The search ends at the first bound above
 * the best simulated cycles.
 */
final class MappingSearch {
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
    private record Candidate(Mapping mapping, long cycles, double energyPj) {
        private static final Comparator<Candidate> BY_BOUND =
                Comparator.comparingLong(Candidate::cycles).thenComparingDouble(Candidate::energyPj);
    }

    private final TileProblem problem;
    private final MappingEnergy energy;
    private final List<Candidate> candidates = new ArrayList<>();
    private Found best;

    MappingSearch(TileProblem problem) {
        this.problem = problem;
        this.energy = new MappingEnergy(problem);
    }

    Found best() {
        consider(FixedMapping.of(problem));
        addStreams();
        addNests();
        candidates.sort(Candidate.BY_BOUND);
        for (Candidate candidate : candidates) {
            if (candidate.cycles() > best.run().cycles()) {
                break;
            }
            if (candidate.cycles() < best.run().cycles() || candidate.energyPj() < best.energyPj()) {
                consider(candidate.mapping());
            }
        }
        return best;
    }

    private void consider(Mapping mapping) {
        long limit = best == null ? Long.MAX_VALUE : best.run().cycles();
        TileRun run = TileRun.within(limit, mapping, problem.op().groups(), problem.hardware(), problem.ports());
        if (run != null) {
            Found found = new Found(mapping, run, energy.pj(mapping, run));
            best = best == null || found.isBetterThan(best) ? found : best;
        }
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

    /** The fixed rule moves operands fold by fold, finer than tiles, which a small op can notice. */
    private void addStreams() {
        for (long length : FixedMapping.lengths(problem)) {
            Mapping mapping = FixedMapping.of(problem, length);
            add(mapping, array(0, mapping.arrayCycles(), 0));
        }
    }

    private void addNests() {
        Tile fold = problem.clamp(problem.fold());
        Tile whole = problem.whole();
        boolean swapped = problem.hardware().array().dataflow() == Dataflow.INPUT_STATIONARY;
        List<Long> allRows = Parts.lengths(whole.rows(), fold.rows(), swapped ? Parts.COARSE : Parts.FINE);
        List<Long> allCols = Parts.lengths(whole.cols(), fold.cols(), swapped ? Parts.FINE : Parts.COARSE);
        for (long taps : new TreeSet<>(List.of(1L, whole.taps()))) {
            for (long channels : Parts.lengths(whole.channels(), fold.channels(), Parts.COARSE)) {
                for (long cols : allCols) {
                    if (!problem.weightFits(new Tile(fold.rows(), cols, channels, taps))) {
                        break;
                    }
                    for (long rows : allRows) {
                        Tile tile = new Tile(rows, cols, channels, taps);
                        if (!problem.fits(tile)) {
                            break;
                        }
                        addNests(tile);
                    }
                }
            }
        }
    }

    private void addNests(Tile tile) {
        TileGrid grid = new TileGrid(problem, tile);
        long array = array(grid.firstBits(), grid.arrayCycles(), grid.lastBits());
        if (array > best.run().cycles()) {
            return;
        }
        List<List<Loop>> seen = new ArrayList<>();
        for (List<Loop> order : ORDERS) {
            // Loops of one trip have no place in an order.
            List<Loop> turning = new ArrayList<>(order);
            turning.removeIf(loop -> grid.trips(loop) == 1);
            if (!seen.contains(turning)) {
                seen.add(turning);
                TileNest nest = TileNest.of(grid, order);
                add(nest, array);
                if (nest.canSpill()) {
                    add(nest.spilling(), array);
                }
            }
        }
    }

    /** @param array a bound on its cycles, traffic apart */
    private void add(Mapping mapping, long array) {
        DramConfig dram = problem.hardware().dram();
        long port = dram.latencyCycles() + dram.cycles(problem.op().groups() * mapping.traffic());
        long cycles = Math.max(array, port);
        if (cycles <= best.run().cycles()) {
            candidates.add(new Candidate(mapping, cycles, energy.bound(mapping)));
        }
    }

    /** No schedule of tiles is shorter than the first load, all their computation and the last store. */
    private long array(long firstBits, long arrayCycles, long lastBits) {
        DramConfig dram = problem.hardware().dram();
        return dram.latencyCycles()
                + dram.cycles(firstBits)
                + problem.op().groups() * arrayCycles
                + dram.cycles(lastBits);
    }
}
