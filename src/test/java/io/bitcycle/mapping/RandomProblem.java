package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.array.ArrayTiming;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.TestHardware;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.TrainingPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small random products on small random arrays with 1 KiB buffers, so that tiles are many and walks short. */
final class RandomProblem {
    private RandomProblem() {}

    /** DRAM moves single bits, buffers of weights and sums take them. */
    static TileProblem next(Random random, int groups) {
        return TileProblem.of(op(random, groups), hardware(random));
    }

    /** DRAM moves bursts, buffers take words. */
    static TileProblem inBursts(Random random, int groups) {
        return TileProblem.of(
                op(random, groups),
                hardware(
                        random,
                        "dram.burst_bits=" + (1 << random.nextInt(8)),
                        "buffers.weight.access_bits=" + (1 << random.nextInt(4)),
                        "buffers.output.access_bits=" + (1 << random.nextInt(4))));
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

    private static HardwareConfig hardware(Random random, String... more) {
        String[] dataflows = {"os", "ws", "is"};
        List<String> settings = new ArrayList<>(List.of(more));
        settings.addAll(List.of(
                "array.rows=" + (1 + random.nextInt(4)),
                "array.cols=" + (1 + random.nextInt(4)),
                "array.dataflow=" + dataflows[random.nextInt(3)],
                "array.interconnect=" + (random.nextBoolean() ? "systolic" : "broadcast"),
                "array.depth_blocking=" + (random.nextBoolean() ? "channel" : "flattened"),
                "buffers.activation.banks=1",
                "buffers.activation.access_bits=" + (8 << random.nextInt(4)),
                "dram.bits_per_cycle=" + (1 + random.nextInt(64)),
                "dram.latency_cycles=" + random.nextInt(30)));
        return TestHardware.plain(settings.toArray(String[]::new));
    }

    /** Folds of some shape, two cycles a step and three beside them. */
    static FoldPorts folds(long rowFolds, long colFolds, long steps) {
        return FoldPorts.unlimited(new ArrayTiming(rowFolds, colFolds, steps, steps, 2, 1, 1, 3));
    }

    /** A mapping's steps where DRAM moves single bits. */
    static TileRun everyBit(Mapping mapping) {
        HardwareConfig hardware = TestHardware.plain();
        return TileRun.of(mapping, 1, hardware, FoldPorts.unlimited(mapping.timing()));
    }
}
