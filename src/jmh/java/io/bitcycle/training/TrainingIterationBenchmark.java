package io.bitcycle.training;

import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.numeric.loops.VectorFlags;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.training.data.Augmentation;
import io.bitcycle.training.data.Dataset;
import io.bitcycle.training.data.ImageShape;
import io.bitcycle.training.data.LabeledImages;
import io.bitcycle.training.data.Normalization;
import io.bitcycle.workload.NetworkReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/*
 * Question: how long does one exact training iteration take, batch 128 of 32 x 32 images: three passes, values, cycles and
 * energy?
 *
 * Method: random images through the whole job of an iteration (batch, forward, loss, backward, update, ledger); every
 * invocation is one iteration.
 *
 * How to run: ./mvnw -Pjmh test-compile exec:exec -Djmh="TrainingIteration"  on an otherwise idle machine.
 *
 * How to read: seconds per iteration; take the least, what disturbs a run only slows it.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 6)
@Measurement(iterations = 10)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xmx3g",
            "-XX:+UseParallelGC",
            VectorFlags.ADD_MODULE,
            VectorFlags.QUIET,
            VectorFlags.LOOPS_APART,
            VectorFlags.TILE_LOOPS_APART,
            VectorFlags.SUM_LOOPS_APART,
            VectorFlags.PRODUCT_LOOPS_APART,
            VectorFlags.WIDE_PRODUCT_LOOPS_APART,
            VectorFlags.UNCHECKED,
            VectorFlags.OBJECTS_AT_LINES
        })
@State(Scope.Benchmark)
public class TrainingIterationBenchmark {
    private static final int BATCH = 128;

    @Param({"resnet20-cifar10", "resnet38-cifar10"})
    String network;

    @Param("2")
    int threads;

    private Workers workers;
    private Trainer trainer;
    private long iteration;

    @Setup
    public void start() {
        workers = new Workers(threads);
        AcceleratorSession session = new Accelerator(new HardwareConfigReader()
                        .read(Path.of("hwconfigs/bitfusion-45nm.json"), List.of())
                        .config())
                .session(workers);
        session.phase("train");
        Recipe recipe = new Recipe(
                NetworkReader.read(Path.of("traces", network + ".json")),
                images(),
                Quantizers.named("cpt"),
                BATCH,
                1000,
                LearningRates.named("constant").orElseThrow().create(LearningRateParameters.of(0.1, 1000)),
                1);
        trainer = new Trainer(recipe, session);
    }

    private static Dataset images() {
        Random random = new Random(1);
        List<byte[]> images = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < 2 * BATCH; i++) {
            byte[] pixels = new byte[3 * 32 * 32];
            random.nextBytes(pixels);
            images.add(pixels);
            labels.add(random.nextInt(10));
        }
        LabeledImages split = new LabeledImages(new ImageShape(3, 32, 32), images, labels);
        return new Dataset("random", 10, split, split, Normalization.divide(255, 3), Augmentation.CPT_CIFAR);
    }

    @TearDown
    public void stop() {
        workers.close();
    }

    @Benchmark
    public IterationRecord iteration() {
        return trainer.train(iteration++, new Precision(8, 8));
    }
}
