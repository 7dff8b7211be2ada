package io.bitcycle.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.precision.PrecisionRangeTest;
import io.bitcycle.precision.PrtMetric;
import io.bitcycle.precision.PrtMode;
import io.bitcycle.precision.PrtRow;
import io.bitcycle.precision.PrtRule;
import io.bitcycle.report.OpsCsv;
import io.bitcycle.report.RangeTestTable;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.training.checkpoint.CheckpointStore;
import io.bitcycle.training.data.Dataset;
import io.bitcycle.training.data.Datasets;
import io.bitcycle.training.data.LabeledImages;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.TrainingPass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The precision range test on tasks whose answer is known. */
class RangeTestRunTest {
    private static final PrtRule ISOLATED = new PrtRule(PrtMode.ISOLATED, PrtMetric.ACCURACY, 0.01, 3);

    private static Recipe recipe(Dataset data) {
        return new Recipe(
                NetworkReader.read(Path.of("traces", "cnn-optdigits.json")),
                data,
                Quantizers.named("cpt"),
                16,
                1000,
                LearningRates.named("constant").orElseThrow().create(LearningRateParameters.of(0.05, 1000)),
                1);
    }

    private static Dataset digits() {
        return Datasets.load("optdigits").withFirstTraining(480);
    }

    /** Images that show nothing, with labels. */
    private static Dataset labeled(IntUnaryOperator label) {
        Dataset digits = digits();
        Random random = new Random(5);
        List<byte[]> images = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < digits.train().size(); i++) {
            byte[] image = new byte[digits.shape().size()];
            random.nextBytes(image);
            images.add(image);
            labels.add(label.applyAsInt(i));
        }
        return new Dataset(
                "labeled",
                digits.classes(),
                new LabeledImages(digits.shape(), images, labels),
                digits.test(),
                digits.normalization(),
                digits.augmentation());
    }

    private static RangeTestRun.Result run(Dataset data, RangeTestRun.Plan plan) {
        return run(data, plan, ProgressListener.NONE, Optional.empty());
    }

    private static RangeTestRun.Result run(
            Dataset data, RangeTestRun.Plan plan, ProgressListener listener, Optional<Checkpoints> checkpoints) {
        Accelerator accelerator = new Accelerator(new HardwareConfigReader()
                .read(Path.of("hwconfigs/bitfusion-45nm.json"), List.of())
                .config());
        try (Workers workers = new Workers(1)) {
            return RangeTestRun.run(recipe(data), plan, accelerator, workers, listener, checkpoints);
        }
    }

    @ParameterizedTest
    @EnumSource(PrtMode.class)
    void visitsEveryPrecisionAndCountsItsCost(PrtMode mode) {
        PrtRule rule = new PrtRule(mode, PrtMetric.ACCURACY, 0.01, 0);
        RangeTestRun.Plan plan = new RangeTestRun.Plan(rule, 2, 4, 8, 6, 2, 2);
        RangeTestRun.Result result = run(digits(), plan);
        PrecisionRangeTest test = result.test().together();
        assertEquals(List.of(2, 3, 4), test.rows().stream().map(PrtRow::bits).toList());
        assertEquals(OptionalInt.of(2), test.lowerBound());
        assertEquals(2, result.test().bySeed().size());
        assertNotEquals(
                result.test().bySeed().get(0).windows(),
                result.test().bySeed().get(1).windows());
        long products = result.ledger().entries().stream()
                .filter(entry -> entry.phase().equals(RangeTestRun.PHASE))
                .filter(entry -> entry.operation() instanceof MatrixOp op
                        && op.layer().equals("conv2")
                        && op.pass() == TrainingPass.FORWARD)
                .mapToLong(RunLedger.Entry::executions)
                .sum();
        assertEquals(36, products);
        assertEquals(36, plan.totalIterations());
    }

    /** A test stops after some iteration as if it were killed, three times over; another process goes on from its files. */
    @ParameterizedTest
    @EnumSource(PrtMode.class)
    void goesOnFromACheckpointAsIfItHadNeverStopped(PrtMode mode, @TempDir Path folder) {
        PrtRule rule = new PrtRule(mode, PrtMetric.ACCURACY, 0.01, 0);
        // 36 iterations: new weights after 18 of them, in isolated mode after every 6.
        RangeTestRun.Plan plan = new RangeTestRun.Plan(rule, 2, 4, 8, 6, 2, 2);
        RangeTestRun.Result undisturbed = run(digits(), plan);
        CheckpointStore store = new CheckpointStore(folder, Map.of());
        List<String> warnings = new ArrayList<>();
        List<Long> resumedAfter = new ArrayList<>();
        for (int kill : new int[] {3, 14, 25}) {
            ProgressListener killer = new ProgressListener() {
                @Override
                public void progress(long done, long total, Supplier<Glance> now) {
                    if (done == kill) {
                        throw new IllegalStateException("killed");
                    }
                }

                @Override
                public void goesOnAfter(long done) {
                    resumedAfter.add(done);
                }
            };
            Checkpoints checkpoints = new Checkpoints(store, 4, kill > 3, warnings::add);
            assertThrows(IllegalStateException.class, () -> run(digits(), plan, killer, Optional.of(checkpoints)));
        }
        RangeTestRun.Result resumed =
                run(digits(), plan, ProgressListener.NONE, Optional.of(new Checkpoints(store, 4, true, warnings::add)));
        assertEquals(List.of(0L, 0L, 12L), resumedAfter);
        assertEquals(undisturbed.test(), resumed.test());
        assertEquals(undisturbed.bitOps(), resumed.bitOps());
        assertEquals(OpsCsv.lines(undisturbed.ledger()), OpsCsv.lines(resumed.ledger()));
        // A finished test needs no training to be told again.
        RangeTestRun.Result again = run(
                digits(),
                plan,
                (done, total, now) -> fail("trains"),
                Optional.of(new Checkpoints(store, 4, true, warnings::add)));
        assertEquals(undisturbed.test(), again.test());
        assertEquals(1, warnings.size(), warnings.toString()); // nothing was saved before iteration 3
    }

    /** Labels drawn at random, another epoch never comes: nothing to learn, whatever single windows do by chance. */
    @Test
    void randomLabelsHaveNoBound() {
        Random random = new Random(11);
        Dataset noise = labeled(i -> random.nextInt(10));
        RangeTestRun.Result result = run(noise, new RangeTestRun.Plan(ISOLATED, 2, 8, 8, 20, 8, 2));
        PrecisionRangeTest test = result.test().together();
        assertEquals(OptionalInt.empty(), test.lowerBound(), test.toString());
        assertEquals(OptionalInt.empty(), test.upperBound());
        assertTrue(RangeTestTable.lines(result.test(), '#')
                .contains("lower bound: none found; at no precision does training"
                        + " accuracy gain more than 1.00 points beyond 3 standard errors of its noise"));
    }

    /** One label for all images is learnt within a few iterations: the lowest precision will do, and none does better. */
    @Test
    void oneLabelSaturatesAtOnce() {
        RangeTestRun.Result result = run(labeled(i -> 4), new RangeTestRun.Plan(ISOLATED, 3, 6, 8, 12, 3, 1));
        PrecisionRangeTest test = result.test().together();
        assertEquals(1.0, test.rows().get(0).end());
        assertEquals(OptionalInt.of(3), test.lowerBound(), test.toString());
        assertEquals(OptionalInt.of(3), test.upperBound());
    }

    /** Two windows of 2 and 3 hits of 4: p = (5 + 2) / (8 + 4), its standard error sqrt(p (1 - p) / 12). */
    @Test
    void noiseOfAWindow() {
        List<IterationRecord> window =
                List.of(new IterationRecord(0, null, 0, 1.0f, 2, 4), new IterationRecord(1, null, 0, 2.0f, 3, 4));
        RangeTestRun.WindowMean accuracy = RangeTestRun.WindowMean.of(PrtMetric.ACCURACY, window);
        assertEquals(0.625, accuracy.mean());
        assertEquals(Math.sqrt(7.0 / 12 * 5 / 12 / 12), accuracy.noise(), 1e-12);
        // losses 1 and 2: deviation 1/2 over two
        RangeTestRun.WindowMean loss = RangeTestRun.WindowMean.of(PrtMetric.LOSS, window);
        assertEquals(1.5, loss.mean());
        assertEquals(Math.sqrt(0.125), loss.noise(), 1e-12);
    }
}
