package io.bitcycle.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short cuts over steps that are alike, against the walk that takes every step. */
class TileRunTest {
    private static void check(TileProblem problem, Mapping mapping, String which) {
        int groups = problem.op().groups();
        TileRun run = TileRun.of(mapping, groups, problem.hardware(), problem.ports());
        assertEquals(PlainWalk.run(problem, mapping, groups), run, which + ": " + mapping);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theFixedRule(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            TileProblem problem = RandomProblem.inBursts(random, 1 + random.nextInt(3));
            check(problem, FixedMapping.of(problem), "seed " + seed + ", round " + round);
        }
    }

    /** Streams of any length, more folds than any buffer asks for, bits that no number of folds divides. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void streams(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            TileProblem problem = RandomProblem.inBursts(random, 1 + random.nextInt(3));
            int rereads = 1 + random.nextInt(3);
            long rowFolds = rereads * (1 + random.nextInt(9));
            StreamTiling streams = new StreamTiling(
                    RandomProblem.folds(rowFolds, 1 + random.nextInt(12), 1 + random.nextInt(70)),
                    random.nextBoolean(),
                    1 + random.nextInt(20),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    rereads,
                    1 + random.nextInt(3000),
                    1 + random.nextInt(3000),
                    1 + random.nextInt(3000));
            String which = "seed " + seed + ", round " + round;
            check(problem, streams, which);
            TileRun run = RandomProblem.everyBit(streams);
            assertEquals(streams.resultBits(), run.storeBits(), which);
            long stationary = streams.weightStationary() ? run.weightBits() : run.activationBits();
            long tiles = (streams.timing().steps() - 1) / streams.tileSteps() + 1;
            assertEquals(streams.stationaryBits() * (streams.stationaryHeld() ? 1 : tiles), stationary, which);
            long streamed = streams.weightStationary() ? run.activationBits() : run.weightBits();
            long times = streams.streamHeld() ? 1 : streams.timing().colFolds() * rereads;
            assertEquals(streams.streamedBits() * times, streamed, which);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void panels(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            TileProblem problem = RandomProblem.inBursts(random, 1 + random.nextInt(3));
            PanelTiling panels = new PanelTiling(
                    RandomProblem.folds(1 + random.nextInt(40), 1 + random.nextInt(12), 1 + random.nextInt(70)),
                    1 + random.nextInt(20),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    1 + random.nextInt(3000),
                    1 + random.nextInt(3000),
                    1 + random.nextInt(3000));
            String which = "seed " + seed + ", round " + round;
            check(problem, panels, which);
            TileRun run = RandomProblem.everyBit(panels);
            assertEquals(panels.resultBits(), run.storeBits(), which);
            assertEquals(
                    panels.activationBits()
                            * (panels.activationHeld() ? 1 : panels.timing().colFolds()),
                    run.activationBits(),
                    which);
        }
    }
}
