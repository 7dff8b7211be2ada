package io.bitcycle.mapping;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.workload.ConvLowering;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.MatrixOp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/*
 * Question: how long does the search for the mapping of a conv op that nothing is known of take?
 *
 * Method: all three passes of ten convolutions (ResNet on CIFAR at batch 128, on ImageNet at 256) at 3, 4, 6 and 8 bits,
 * each mapped by a mapper that remembers nothing yet; the time is the average per op.
 *
 * How to run: ./mvnw -Pjmh test-compile exec:exec -Djmh="MapperBenchmark" from the project's folder.
 *
 * How to read: the target is below 5 ms, so that sweeps over hwconfigs stay interactive.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class MapperBenchmark {
    private static final int[][] SHAPES = {
        {128, 3, 32, 16, 3, 1},
        {128, 16, 32, 16, 3, 1},
        {128, 16, 32, 32, 3, 2},
        {128, 32, 16, 32, 3, 1},
        {128, 64, 8, 64, 3, 1},
        {128, 64, 8, 10, 1, 1},
        {256, 3, 224, 64, 7, 2},
        {256, 64, 56, 64, 3, 1},
        {256, 64, 56, 256, 1, 1},
        {256, 512, 7, 512, 3, 1}
    };

    @Param({"bitfusion-45nm", "bit-serial-45nm", "bit-parallel-8bit-45nm"})
    String hwconfig;

    private HardwareConfig hardware;
    private final List<MatrixOp> ops = new ArrayList<>();
    private int next;

    @Setup
    public void lower() {
        hardware = new HardwareConfigReader()
                .read(Path.of("hwconfigs", hwconfig + ".json"), List.of("mapping=search"))
                .config();
        for (int[] s : SHAPES) {
            ConvShape shape = new ConvShape(s[0], s[1], s[2], s[2], s[3], s[4], s[4], s[5], s[4] / 2, 1);
            ConvLowering lowering = new ConvLowering("conv", shape, 32);
            for (int bits : new int[] {3, 4, 6, 8}) {
                IntegerFormat forward = IntegerFormat.unsigned(bits);
                IntegerFormat error = IntegerFormat.unsigned(8);
                ops.add(lowering.forward(forward, forward));
                ops.addAll(lowering.backwardData(error, forward, true));
                ops.add(lowering.backwardWeight(forward, error));
            }
        }
    }

    @Benchmark
    public Object map() {
        return new Mapper(hardware).map(ops.get(next++ % ops.size()));
    }
}
