package io.bitcycle.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.MappingConfig.Loop;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.TestHardware;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.TrainingPass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingSearchTest {
    private static final IntegerFormat BYTE = IntegerFormat.unsigned(8);

    /** Adds up what the steps say, without any short cut. */
    private static final class Sums implements Mapping.StepConsumer {
        private final FoldPorts ports;
        private final TilePipeline pipeline;
        private long array;
        private long traffic;
        private long activation;
        private long weight;
        private long back;
        private long stored;

        Sums(TileProblem problem) {
            this.ports = problem.ports();
            this.pipeline = new TilePipeline(problem.hardware().dram());
        }

        @Override
        public void step(TileStep step) {
            long cycles = step.folds() * ports.cycles(step.foldSteps());
            long loads = step.activationBits() + step.weightBits() + step.sumBits();
            array += cycles;
            traffic += loads + step.storeBits();
            activation += step.activationBits();
            weight += step.weightBits();
            back += step.sumBits();
            stored += step.storeBits();
            pipeline.tile(cycles, loads, step.storeBits());
        }
    }

    private static Sums sums(TileNest nest) {
        Sums sums = new Sums(nest.problem());
        nest.forEachStep(sums);
        return sums;
    }

    /**
     * 4 x 4 x (2 channels) in tiles of 2 x 2 x 1, depth outermost, where half of 1 KiB holds all sums: nothing spills; A
     * and B tiles change every time.
     */
    @Test
    void depthOutermostKeepsSumsThatFit() {
        TileProblem problem = TileProblem.of(MatrixOp.product("op", 4, 2, 4, BYTE, BYTE), TestHardware.plain());
        Sums sums = sums(
                TileNest.of(problem, new Tile(2, 2, 1, 1), List.of(Loop.CHANNELS, Loop.TAPS, Loop.ROWS, Loop.COLS)));
        assertEquals(4 * 2 * 8, sums.activation);
        assertEquals(2 * 4 * 8, sums.weight, "B's row of the depth stays for both tiles of rows");
        assertEquals(0, sums.back);
        assertEquals(16 * 32, sums.stored);
    }

    /** The same with 16 x 16 sums, twice what half of 1 KiB holds: all but the last visit spills, all but the first reads. */
    @Test
    void depthOutermostSpillsSumsThatDoNotFit() {
        TileProblem problem = TileProblem.of(MatrixOp.product("op", 16, 3, 16, BYTE, BYTE), TestHardware.plain());
        TileNest nest =
                TileNest.of(problem, new Tile(2, 2, 1, 1), List.of(Loop.CHANNELS, Loop.TAPS, Loop.ROWS, Loop.COLS));
        Sums sums = sums(nest);
        assertEquals(2 * 256 * 32, sums.back);
        assertEquals(3 * 256 * 32, sums.stored);
        assertEquals(3, nest.sumPasses());
        assertEquals(16 * 3 * 8, sums.activation);
        assertEquals(16 * 3 * 8, sums.weight);
    }

    /** 2000 rows of A do not fit half of 1 KiB: with columns outermost A comes again for each of two column tiles. */
    @Test
    void whatDoesNotFitComesAgain() {
        TileProblem problem = TileProblem.of(MatrixOp.product("op", 2000, 1, 4, BYTE, BYTE), TestHardware.plain());
        List<Loop> order = List.of(Loop.COLS, Loop.ROWS, Loop.CHANNELS, Loop.TAPS);
        Sums sums = sums(TileNest.of(problem, new Tile(2, 2, 1, 1), order));
        assertEquals(2 * 2000 * 8, sums.activation);
        assertEquals(4 * 8, sums.weight);
        Sums fits = sums(TileNest.of(
                TileProblem.of(MatrixOp.product("op", 512, 1, 4, BYTE, BYTE), TestHardware.plain()),
                new Tile(2, 2, 1, 1),
                order));
        assertEquals(512 * 8, fits.activation);
    }

    /** Closed forms, short cuts and bound against the plain walk, over random tiles in all orders of all loops. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shortCutsEqualTheWalk(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            TileProblem problem = TileProblem.of(op(random, 1 + random.nextInt(3)), hardware(random));
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
            Sums sums = sums(nest);
            assertEquals(sums.traffic, nest.traffic(), which);
            assertEquals(sums.array, nest.arrayCycles(), which);
            assertTrue(sums.activation >= problem.bits().activation(), which);
            assertTrue(sums.weight >= problem.bits().weight(), which);
            TileRun run = TileRun.of(nest, 1, problem.hardware(), problem.ports());
            assertEquals(sums.pipeline.finish(), run.cycles(), which);
            assertEquals(sums.activation, run.activationBits(), which);
            assertEquals(sums.weight, run.weightBits(), which);
            assertEquals(sums.back, run.sumBits(), which);
            assertEquals(sums.stored, run.storeBits(), which);
            assertTrue(nest.arrayCycles() >= problem.timing().cycles(), which);
        }
    }

    /** Groups run through one pipeline; the short cut over them too. */
    @Test
    void groupsEqualTheWalk() {
        Random random = new Random(77);
        for (int round = 0; round < 50; round++) {
            TileProblem problem = TileProblem.of(op(random, 12), hardware(random));
            TileNest nest = TileNest.of(
                    problem, problem.clamp(problem.fold()), List.of(Loop.ROWS, Loop.COLS, Loop.CHANNELS, Loop.TAPS));
            Sums sums = new Sums(problem);
            for (int group = 0; group < 12; group++) {
                nest.forEachStep(sums);
            }
            TileRun run = TileRun.of(nest, 12, problem.hardware(), problem.ports());
            assertEquals(sums.pipeline.finish(), run.cycles(), "round " + round);
            assertEquals(sums.traffic, run.activationBits() + run.weightBits() + run.sumBits() + run.storeBits());
        }
    }

    /** The choice against a simulation of every tile of whole folds in every order of the loops. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void nothingIsFaster(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            TileProblem problem = TileProblem.of(op(random, 1), hardware(random));
            long chosen = cycles(problem, new MappingSearch(problem).best().mapping());
            long best = Long.MAX_VALUE;
            String how = "";
            for (Tile tile : tiles(problem)) {
                for (List<Loop> order : orders()) {
                    TileNest nest = TileNest.of(problem, tile, order);
                    long cycles = cycles(problem, nest);
                    if (cycles < best) {
                        best = cycles;
                        how = nest.description();
                    }
                }
            }
            assertTrue(
                    chosen <= best,
                    "seed " + seed + ", round " + round + ": " + chosen + " > " + best + " of " + how + ": " + problem);
        }
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

    private static MatrixOp op(Random random, int groups) {
        int taps = random.nextBoolean() ? 9 : 1;
        long m = 1 + random.nextInt(60);
        long k = (1 + random.nextInt(20)) * (long) taps;
        long n = 1 + random.nextInt(20);
        IntegerFormat a = IntegerFormat.unsigned(1 + random.nextInt(8));
        IntegerFormat b = IntegerFormat.unsigned(1 + random.nextInt(8));
        long elements = m * k / taps + random.nextInt(7);
        return new MatrixOp("op", TrainingPass.FORWARD, 0, groups, m, k, n, taps, a, b, elements, k * n, 0, 0, 16);
    }

    private static HardwareConfig hardware(Random random) {
        String[] dataflows = {"os", "ws", "is"};
        return TestHardware.plain(
                "array.rows=" + (1 + random.nextInt(4)),
                "array.cols=" + (1 + random.nextInt(4)),
                "array.dataflow=" + dataflows[random.nextInt(3)],
                "array.interconnect=" + (random.nextBoolean() ? "systolic" : "broadcast"),
                "array.depth_blocking=" + (random.nextBoolean() ? "channel" : "flattened"),
                "buffers.activation.banks=1",
                "buffers.activation.access_bits=" + (8 << random.nextInt(4)),
                "dram.bits_per_cycle=" + (1 + random.nextInt(64)),
                "dram.latency_cycles=" + random.nextInt(30));
    }
}
