package io.bitcycle.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.memory.DramConfig;
import io.bitcycle.hardware.memory.StorageWidths;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expectations are timelines drawn by hand, with DRAM of 10 bits per cycle. */
class TilePipelineTest {
    private static TilePipeline pipeline(int latency) {
        return new TilePipeline(new DramConfig(10, 1, latency, StorageWidths.DENSE));
    }

    @Test
    void oneTileOverlapsNothing() {
        TilePipeline pipeline = pipeline(7);
        pipeline.tile(100, 41, 20);
        assertEquals(7 + 5 + 100 + 2, pipeline.finish());
    }

    @Test
    void computeHidesLoadsAndStores() {
        TilePipeline pipeline = pipeline(0);
        for (int i = 0; i < 3; i++) {
            pipeline.tile(100, 400, 300);
        }
        // 40 to load, three computations, 30 to store the last.
        assertEquals(40 + 300 + 30, pipeline.finish());
    }

    /** Port: load 0 0-60, load 1 60-120, store 0 130-170, load 2 170-230, store 1 230-270; compute from 60, 130 and 230. */
    @Test
    void slowMemorySetsThePace() {
        TilePipeline pipeline = pipeline(0);
        for (int i = 0; i < 3; i++) {
            pipeline.tile(70, 600, 400);
        }
        assertEquals(300 + 40, pipeline.finish());
    }

    /** Load 1 and load 2 are asked for while the port is busy; only load 0 shows the latency. */
    @Test
    void backToBackTransfersHideTheLatency() {
        TilePipeline pipeline = pipeline(9);
        for (int i = 0; i < 4; i++) {
            pipeline.tile(1, 500, 0);
        }
        assertEquals(9 + 4 * 50 + 1, pipeline.finish());
    }

    /** Load 2 is asked for when compute 0 ends (cycle 11); the port has been idle since 2: first bit at 18, last at 19. */
    @Test
    void anIdlePortShowsTheLatency() {
        TilePipeline pipeline = pipeline(7);
        pipeline.tile(3, 10, 0);
        pipeline.tile(3, 10, 0);
        pipeline.tile(3, 10, 0);
        // loads 8 and 9; compute 8-11, 11-14; load 2 at 11 + 7 + 1 = 19; compute 19-22.
        assertEquals(22, pipeline.finish());
    }

    /** The third result needs the half of the output buffer that store 0 is still emptying. */
    @Test
    void computeWaitsForTheOutputBuffer() {
        TilePipeline pipeline = pipeline(0);
        pipeline.tile(1, 0, 500);
        pipeline.tile(1, 0, 500);
        pipeline.tile(1, 0, 500);
        // compute 0-1, 1-2; store 0 1-51; compute 2 51-52; store 1 51-101, store 2 101-151.
        assertEquals(151, pipeline.finish());
    }

    /**
     * Tiles 1 and 2 belong to one result: load 2 goes before store 0, and tile 2 does not wait for it. Compute 0-10, 10-20,
     * load 2 10-25, compute 25-35; store 0 25-75, and store 2 75-80.
     */
    @Test
    void tilesThatAddToOneResultDoNotWaitForStores() {
        TilePipeline pipeline = pipeline(0);
        pipeline.tile(10, 0, 500);
        pipeline.tile(10, 0, 0);
        pipeline.tile(10, 150, 50);
        assertEquals(80, pipeline.finish());
        TilePipeline next = pipeline(0);
        next.tile(10, 0, 500);
        next.tile(10, 0, 0);
        next.tile(10, 150, 0);
        // Store 0 25-75; compute 35-45 adds on; the next result is the second after store 0's.
        next.tile(10, 0, 50);
        next.tile(10, 0, 50);
        assertEquals(75 + 10 + 5, next.finish());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "10, 1", "11, 2"})
    void transfersTakeWholeCycles(long bits, long cycles) {
        TilePipeline loads = pipeline(0);
        loads.tile(5, bits, 0);
        assertEquals(5 + cycles, loads.finish());
        TilePipeline stores = pipeline(0);
        stores.tile(5, 0, bits);
        assertEquals(5 + cycles, stores.finish());
    }

    @Test
    void nothingTakesNoTime() {
        assertEquals(0, pipeline(9).finish());
    }

    /** Bounds that hold for any schedule of one port and one array, and monotonicity in the memory's parameters. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void boundsAndMonotonicity(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int tiles = 1 + random.nextInt(12);
            long[][] work = new long[tiles][];
            long compute = 0;
            long bits = 0;
            for (int i = 0; i < tiles; i++) {
                work[i] = new long[] {
                    random.nextInt(50), random.nextBoolean() ? random.nextInt(600) : 0, random.nextInt(3) * 100L
                };
                compute += work[i][0];
                bits += work[i][1] + work[i][2];
            }
            int latency = random.nextInt(20);
            int rate = 1 + random.nextInt(20);
            String which = "seed " + seed + ", round " + round;
            long cycles = run(work, rate, latency);
            assertTrue(cycles >= compute, which);
            assertTrue(cycles * rate >= bits, which);
            assertTrue(run(work, rate + 1, latency) <= cycles, which);
            assertTrue(run(work, rate, latency + 1) >= cycles, which);
            assertTrue(cycles <= compute + bits + tiles * (latency + 2L), which);
        }
    }

    private static long run(long[][] work, int rate, int latency) {
        TilePipeline pipeline = new TilePipeline(new DramConfig(rate, 1, latency, StorageWidths.DENSE));
        for (long[] tile : work) {
            pipeline.tile(tile[0], tile[1], tile[2]);
        }
        return pipeline.finish();
    }
}
