package io.bitcycle.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.energy.EnergyTable;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.MappingConfig;
import io.bitcycle.hardware.MappingConfig.Loop;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.OpCost;
import io.bitcycle.simulator.TestHardware;
import io.bitcycle.workload.MatrixOp;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingSearchTest {
    private static final IntegerFormat BYTE = IntegerFormat.unsigned(8);

    /** DRAM moves single bits here: what the steps say, added up. */
    private static TileRun sums(TileNest nest) {
        return PlainWalk.run(nest.problem(), nest, 1);
    }

    /**
     * 4 x 4 x (2 channels) in tiles of 2 x 2 x 1, depth outermost, where half of 1 KiB holds all sums: nothing spills; A
     * and B tiles change every time.
     */
    @Test
    void depthOutermostKeepsSumsThatFit() {
        TileProblem problem = TileProblem.of(MatrixOp.product("op", 4, 2, 4, BYTE, BYTE), TestHardware.plain());
        TileRun sums = sums(
                TileNest.of(problem, new Tile(2, 2, 1, 1), List.of(Loop.CHANNELS, Loop.TAPS, Loop.ROWS, Loop.COLS)));
        assertEquals(4 * 2 * 8, sums.activationBits());
        assertEquals(2 * 4 * 8, sums.weightBits(), "B's row of the depth stays for both tiles of rows");
        assertEquals(0, sums.sumBits());
        assertEquals(16 * 32, sums.storeBits());
    }

    /** The same with 16 x 16 sums, twice what half of 1 KiB holds: all but the last visit spills, all but the first reads. */
    @Test
    void depthOutermostSpillsSumsThatDoNotFit() {
        TileProblem problem = TileProblem.of(MatrixOp.product("op", 16, 3, 16, BYTE, BYTE), TestHardware.plain());
        TileNest nest =
                TileNest.of(problem, new Tile(2, 2, 1, 1), List.of(Loop.CHANNELS, Loop.TAPS, Loop.ROWS, Loop.COLS));
        TileRun sums = sums(nest);
        assertEquals(2 * 256 * 32, sums.sumBits());
        assertEquals(3 * 256 * 32, sums.storeBits());
        assertEquals(3, nest.sumPasses());
        assertEquals(16 * 3 * 8, sums.activationBits());
        assertEquals(16 * 3 * 8, sums.weightBits());
    }

    /** 2000 rows of A do not fit half of 1 KiB: with columns outermost A comes again for each of two column tiles. */
    @Test
    void whatDoesNotFitComesAgain() {
        TileProblem problem = TileProblem.of(MatrixOp.product("op", 2000, 1, 4, BYTE, BYTE), TestHardware.plain());
        List<Loop> order = List.of(Loop.COLS, Loop.ROWS, Loop.CHANNELS, Loop.TAPS);
        TileRun sums = sums(TileNest.of(problem, new Tile(2, 2, 1, 1), order));
        assertEquals(2 * 2000 * 8, sums.activationBits());
        assertEquals(4 * 8, sums.weightBits());
        TileRun fits = sums(TileNest.of(
                TileProblem.of(MatrixOp.product("op", 512, 1, 4, BYTE, BYTE), TestHardware.plain()),
                new Tile(2, 2, 1, 1),
                order));
        assertEquals(512 * 8, fits.activationBits());
    }

    /** Closed forms, short cuts and bound against the plain walk, over random tiles in all orders of all loops. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shortCutsEqualTheWalk(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            TileProblem problem = RandomProblem.next(random, 1 + random.nextInt(3));
            Tile tile = problem.clamp(new Tile(
                    (1 + random.nextInt(20)) * problem.fold().rows(),
                    (1 + random.nextInt(3)) * problem.fold().cols(),
                    (1 + random.nextInt(3)) * problem.fold().channels(),
                    random.nextBoolean() ? 1 : 9));
            if (!problem.fits(tile)) {
                continue;
            }
            List<Loop> order = new ArrayList<>(List.of(Loop.values()));
            Collections.shuffle(order, random);
            TileNest nest = TileNest.of(problem, tile, order);
            String which = "seed " + seed + ", round " + round + ": " + nest;
            TileRun sums = sums(nest);
            assertEquals(sums.dramBits(), nest.traffic(), which);
            assertEquals(sums.arrayCycles(), nest.arrayCycles(), which);
            assertTrue(sums.activationBits() >= problem.bits().activation(), which);
            assertTrue(sums.weightBits() >= problem.bits().weight(), which);
            TileRun run = TileRun.of(nest, 1, problem.hardware(), problem.ports());
            assertEquals(sums, run, which);
            assertTrue(nest.arrayCycles() >= problem.timing().cycles(), which);
        }
    }

    /** Groups run through one pipeline; the short cut over them too. */
    @Test
    void groupsEqualTheWalk() {
        Random random = new Random(77);
        for (int round = 0; round < 50; round++) {
            TileProblem problem = RandomProblem.next(random, 12);
            TileNest nest = TileNest.of(
                    problem, problem.clamp(problem.fold()), List.of(Loop.ROWS, Loop.COLS, Loop.CHANNELS, Loop.TAPS));
            assertEquals(
                    PlainWalk.run(problem, nest, 12),
                    TileRun.of(nest, 12, problem.hardware(), problem.ports()),
                    "round " + round);
        }
    }

    /**
     * The choice against every tile of whole folds in every order of the loops, each simulated; where cycles are the same,
     * against the energy that the ledger counts for it.
     */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void nothingIsFasterNorAsFastForLessEnergy(long seed) {
        Random random = new Random(seed);
        int ties = 0;
        for (int round = 0; round < 8; round++) {
            TileProblem problem = RandomProblem.next(random, 1);
            MatrixOp op = problem.op();
            HardwareConfig hardware = problem.hardware();
            OpCost chosen = new Accelerator(hardware.withMapping(new MappingConfig.Search())).cost(op);
            double energy = energyPj(hardware, chosen);
            for (Tile tile : tiles(problem)) {
                for (List<Loop> order : orders()) {
                    TileNest nest = TileNest.of(problem, tile, order);
                    String which = "seed " + seed + ", round " + round + ": " + nest.description() + ": " + problem;
                    long cycles = cycles(problem, nest);
                    assertTrue(chosen.totalCycles() <= cycles, which + " takes " + cycles);
                    if (chosen.totalCycles() == cycles) {
                        OpCost other = new Accelerator(hardware.withMapping(stated(tile, order))).cost(op);
                        assertEquals(cycles, other.totalCycles(), which);
                        assertTrue(energy <= energyPj(hardware, other) * (1 + 1e-12), which + " costs less");
                        ties++;
                    }
                }
            }
        }
        assertTrue(ties > 0, "nothing to choose by energy");
    }

    private static MappingConfig.Tiles stated(Tile tile, List<Loop> order) {
        return new MappingConfig.Tiles(
                (int) tile.rows(), (int) tile.cols(), (int) tile.channels(), (int) tile.taps(), order);
    }

    private static double energyPj(HardwareConfig hardware, OpCost cost) {
        return new EnergyTable(hardware)
                .energyPj(cost.events()).values().stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .doubleValue();
    }

    private static long cycles(TileProblem problem, Mapping mapping) {
        return TileRun.of(mapping, problem.op().groups(), problem.hardware(), problem.ports())
                .cycles();
    }

    private static List<Tile> tiles(TileProblem problem) {
        List<Tile> tiles = new ArrayList<>();
        Tile fold = problem.clamp(problem.fold());
        for (long taps : new long[] {1, problem.whole().taps()}) {
            for (long channels = fold.channels(); ; channels *= 2) {
                for (long cols = fold.cols(); ; cols *= 2) {
                    for (long rows = fold.rows(); ; rows *= 2) {
                        Tile tile = problem.clamp(new Tile(rows, cols, channels, taps));
                        if (problem.fits(tile)) {
                            tiles.add(tile);
                        }
                        if (rows >= problem.whole().rows()) {
                            break;
                        }
                    }
                    if (cols >= problem.whole().cols()) {
                        break;
                    }
                }
                if (channels >= problem.whole().channels()) {
                    break;
                }
            }
        }
        return tiles;
    }

    private static List<List<Loop>> orders() {
        List<List<Loop>> orders = new ArrayList<>();
        for (Loop a : Loop.values()) {
            for (Loop b : Loop.values()) {
                for (Loop c : Loop.values()) {
                    for (Loop d : Loop.values()) {
                        if (List.of(a, b, c, d).stream().distinct().count() == 4) {
                            orders.add(List.of(a, b, c, d));
                        }
                    }
                }
            }
        }
        return orders;
    }

    /** Half of 1 KiB holds 64 rows of 2 sums, and 56 rows of 9 codes. */
    @Test
    void statedTilesMustFit() {
        String tiles = "mapping={'rows':ROWS,'cols':2,'channels':9,'taps':1,'order':['rows','cols','channels','taps']}"
                .replace('\'', '"');
        MatrixOp op = MatrixOp.product("op", 100, 9, 2, BYTE, BYTE);
        Mapper.Mapped mapped = new Mapper(TestHardware.plain(tiles.replace("ROWS", "56"))).map(op);
        assertEquals(2, mapped.mapping().steps(), "56 and 44 rows");
        assertEquals(28 + 22, mapped.mapping().weightPasses(), "an array of 2 rows");
        TilesDoNotFitException refused = assertThrows(
                TilesDoNotFitException.class,
                () -> new Mapper(TestHardware.plain(tiles.replace("ROWS", "65"))).map(op));
        assertTrue(refused.getMessage().endsWith("half of activation and output"), refused.getMessage());
    }

    @Test
    void isDeterministicAndDescribed() {
        HardwareConfig hardware = TestHardware.plain("mapping=search");
        MatrixOp op = MatrixOp.product("op", 100, 30, 20, BYTE, BYTE);
        String first = new Mapper(hardware).map(op).mapping().description();
        assertEquals(first, new Mapper(hardware).map(op).mapping().description());
        assertTrue(first.startsWith("loops over tiles: "), first);
    }
}
