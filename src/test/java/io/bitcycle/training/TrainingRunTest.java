package io.bitcycle.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.json.Problems;
import io.bitcycle.numeric.AccumulatorOverflowException;
import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.precision.PrecisionSchedules;
import io.bitcycle.precision.ScheduleParameters;
import io.bitcycle.precision.ScheduleSpec;
import io.bitcycle.report.OpsCsv;
import io.bitcycle.report.TrainedRun;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.simulator.Totals;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.training.checkpoint.CheckpointStore;
import io.bitcycle.training.data.Datasets;
import io.bitcycle.workload.Averaging;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.OptimizerSpec;
import io.bitcycle.workload.TrainingPass;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Short runs of the real job: determinism, bookkeeping, and values that a change of any bit would move. */
class TrainingRunTest {
    private static final int ITERATIONS = 24;

    private static Recipe recipe(String network, String quantizer, long seed) {
        NetworkSpec spec = NetworkReader.read(Path.of("traces", network + ".json"));
        return new Recipe(
                spec,
                network.endsWith("grammar")
                        ? Datasets.open("grammar").withFirstTraining(4500)
                        : Datasets.load("optdigits").withFirstTraining(200),
                Quantizers.named(quantizer),
                16,
                ITERATIONS,
                LearningRates.named("anneal_cosine").orElseThrow().create(LearningRateParameters.of(0.05, ITERATIONS)),
                seed);
    }

    private static PrecisionSchedule cpt() {
        return PrecisionSchedules.named("cpt").orElseThrow().create(new ScheduleParameters(3, 8, 8, 8, 2, ITERATIONS));
    }

    private static Accelerator accelerator(String... settings) {
        return new Accelerator(new HardwareConfigReader()
                .read(Path.of("hwconfigs/bitfusion-45nm.json"), List.of(settings))
                .config());
    }

    private static TrainingRun.Result run(Recipe recipe, Accelerator accelerator, int threads) {
        try (Workers workers = new Workers(threads)) {
            return TrainingRun.run(recipe, cpt(), ITERATIONS, accelerator, workers, ProgressListener.NONE);
        }
    }

    /** A run stops after some iteration as if it were killed; another process goes on from its files. */
    @ParameterizedTest
    @CsvSource({
        "resnet8-optdigits,cpt",
        "resnet8-optdigits,pfq:threshold=10:decay=1",
        "lstm-grammar,cpt",
        "transformer-grammar,cpt"
    })
    void goesOnFromACheckpointAsIfItHadNeverStopped(String network, String schedule, @TempDir Path folder) {
        Recipe recipe = recipe(network, "cpt", 3);
        TrainingRun.Result undisturbed = run(recipe, schedule, ProgressListener.NONE, Optional.empty());
        ProgressListener killer = (done, total, note) -> {
            if (done == 17) {
                throw new IllegalStateException("killed");
            }
        };
        CheckpointStore store = new CheckpointStore(folder, Map.of());
        List<String> warnings = new ArrayList<>();
        Assertions.assertThrows(
                IllegalStateException.class,
                () -> run(recipe, schedule, killer, Optional.of(new Checkpoints(store, 5, false, warnings::add))));
        List<Long> before = new ArrayList<>();
        List<Glance> glances = new ArrayList<>();
        ProgressListener display = new ProgressListener() {
            @Override
            public void progress(long done, long total, Supplier<Glance> now) {
                glances.add(now.get());
            }

            @Override
            public void goesOnAfter(long done) {
                before.add(done);
            }
        };
        TrainingRun.Result resumed =
                run(recipe, schedule, display, Optional.of(new Checkpoints(store, 5, true, warnings::add)));
        assertEquals(List.of(15L), before);
        Glance.Trained seen = glances.get(glances.size() - 1).trained().orElseThrow();
        assertEquals(
                TrainedRun.of("resumed", recipe, resumed).cost().totalEnergyPj(),
                seen.energyPj(),
                "the energy shown last is that of the summary");
        assertEquals(
                resumed.iterations().stream()
                        .skip(15)
                        .mapToLong(IterationRecord::samples)
                        .sum(),
                seen.samples());
        assertEquals(List.of(), warnings);
        assertEquals(undisturbed.iterations(), resumed.iterations());
        assertEquals(undisturbed.evaluations(), resumed.evaluations());
        assertEquals(undisturbed.bitOps(), resumed.bitOps());
        assertEquals(OpsCsv.lines(undisturbed.ledger()), OpsCsv.lines(resumed.ledger()));
    }

    /** Adam on clipped gradients, the weights averaged: all of it is in checkpoints. */
    @Test
    void checkpointsHoldTheOptimizer(@TempDir Path folder) {
        Recipe plain = recipe("cnn-optdigits", "cpt", 3);
        NetworkSpec.Recipe training = plain.network().recipe();
        NetworkSpec network = plain.network()
                .withTraining(new NetworkSpec.Recipe(
                        training.batch(),
                        training.epochs(),
                        training.samples(),
                        training.exactIterations(),
                        training.learningRate(),
                        training.schedule(),
                        training.warmUp(),
                        new OptimizerSpec(OptimizerSpec.Adam.SUGGESTED, 1e-4, OptionalDouble.of(0.5)),
                        Optional.of(new Averaging(4, 3))));
        Recipe recipe = new Recipe(
                network, plain.data(), plain.quantizer(), plain.batch(), ITERATIONS, iteration -> 0.003f, plain.seed());
        TrainingRun.Result undisturbed = run(recipe, "cpt", ProgressListener.NONE, Optional.empty());
        CheckpointStore store = new CheckpointStore(folder, Map.of());
        List<String> warnings = new ArrayList<>();
        for (int kill : new int[] {8, 17}) {
            ProgressListener killer = (done, total, note) -> {
                if (done == kill) {
                    throw new IllegalStateException("killed");
                }
            };
            Assertions.assertThrows(
                    IllegalStateException.class,
                    () -> run(recipe, "cpt", killer, Optional.of(new Checkpoints(store, 5, kill > 8, warnings::add))));
        }
        TrainingRun.Result resumed =
                run(recipe, "cpt", ProgressListener.NONE, Optional.of(new Checkpoints(store, 5, true, warnings::add)));
        assertEquals(List.of(), warnings);
        assertEquals(undisturbed.iterations(), resumed.iterations());
        assertEquals(undisturbed.averaged(), resumed.averaged());
        assertEquals(OpsCsv.lines(undisturbed.ledger()), OpsCsv.lines(resumed.ledger()));
        List<IterationRecord> records = undisturbed.iterations();
        double first = records.subList(0, 6).stream()
                .mapToDouble(IterationRecord::loss)
                .sum();
        double last = records.subList(ITERATIONS - 6, ITERATIONS).stream()
                .mapToDouble(IterationRecord::loss)
                .sum();
        Assertions.assertTrue(last < 0.7 * first, first + " to " + last);
        Assertions.assertTrue(
                undisturbed.averaged().orElseThrow().accuracy() > 0.5,
                undisturbed.averaged().toString());
    }

    private static TrainingRun.Result run(
            Recipe recipe, String spec, ProgressListener listener, Optional<Checkpoints> checkpoints) {
        PrecisionSchedule schedule =
                ScheduleSpec.parse(spec).create(new ScheduleParameters(3, 8, 8, 8, 2, ITERATIONS).withEpoch(2));
        try (Workers workers = new Workers(2)) {
            return TrainingRun.run(
                    recipe, schedule, ITERATIONS, accelerator(), workers, listener, checkpoints, RunObserver.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "resnet8-optdigits,cpt",
        "resnet8-optdigits,cpt-folded",
        "resnet8-optdigits,cpt-tensor",
        "lstm-grammar,cpt",
        "lstm-grammar,cpt-folded",
        "transformer-grammar,cpt"
    })
    void threadsChangeNothing(String network, String quantizer) {
        Recipe recipe = recipe(network, quantizer, 7);
        TrainingRun.Result one = run(recipe, accelerator(), 1);
        TrainingRun.Result three = run(recipe, accelerator(), 3);
        // Records compare floats bit by bit.
        assertEquals(one.iterations(), three.iterations());
        assertEquals(one.evaluations(), three.evaluations());
        Totals a = one.ledger().totals(one.ledger().entries());
        Totals b = three.ledger().totals(three.ledger().entries());
        assertEquals(a.totalCycles(), b.totalCycles());
        assertEquals(
                one.ledger().energyTable().energyPj(a.events()),
                three.ledger().energyTable().energyPj(b.events()));
    }

    @Test
    void seedsDifferAndLossesFall() {
        TrainingRun.Result a = run(recipe("cnn-optdigits", "cpt", 1), accelerator(), 1);
        TrainingRun.Result b = run(recipe("cnn-optdigits", "cpt", 2), accelerator(), 1);
        assertNotEquals(a.iterations().get(0).loss(), b.iterations().get(0).loss());
        double first = a.iterations().subList(0, 4).stream()
                .mapToDouble(IterationRecord::loss)
                .sum();
        double last = a.iterations().subList(ITERATIONS - 4, ITERATIONS).stream()
                .mapToDouble(IterationRecord::loss)
                .sum();
        assertTrue(last < 0.6 * first, first / 4 + " to " + last / 4);
    }

    /** The array's accumulators hold every sum here, so the array must not matter to a single bit of the values. */
    /** Every layer at 5/6 of its own under CPT is the same as 5/6 for all. */
    @Test
    void layersKeepWidthsOfTheirOwn() throws IOException {
        String text = Files.readString(Path.of("traces/cnn-optdigits.json"));
        String own = text.replace("\"groups\": 1 }", "\"groups\": 1, \"forward_bits\": 5, \"backward_bits\": 6 }");
        assertEquals(losses(text, "static:bits=5:grad-bits=6"), losses(own, "cpt"), "layers at widths of their own");
        Assertions.assertNotEquals(losses(text, "cpt"), losses(own, "cpt"));
    }

    private static List<Float> losses(String trace, String schedule) {
        Recipe plain = recipe("cnn-optdigits", "cpt", 3);
        NetworkSpec network =
                NetworkReader.parse("trace", trace, new Problems()).orElseThrow();
        Recipe recipe = new Recipe(
                network,
                plain.data(),
                plain.quantizer(),
                plain.batch(),
                ITERATIONS,
                plain.learningRate(),
                plain.seed());
        return run(recipe, schedule, ProgressListener.NONE, Optional.empty()).iterations().stream()
                .map(IterationRecord::loss)
                .toList();
    }

    @Test
    void valuesDoNotDependOnTheArray() {
        Recipe recipe = recipe("cnn-optdigits", "cpt", 3);
        TrainingRun.Result either = run(recipe, accelerator(), 1);
        TrainingRun.Result other = run(
                recipe,
                accelerator(
                        "array.mac.operand_signs=signed",
                        "array.dataflow=output-stationary",
                        "array.rows=8",
                        "dram.storage_bits=1"),
                1);
        assertEquals(either.iterations(), other.iterations());
        assertNotEquals(
                either.ledger().totals(either.ledger().entries()).totalCycles(),
                other.ledger().totals(other.ledger().entries()).totalCycles());
    }

    /** Forward and both backward passes: 2 convolutions, the first without backward-data, plus the linear layer's share. */
    @Test
    void ledgerHoldsEveryProductOfEveryPass() {
        Recipe recipe = recipe("cnn-optdigits", "cpt", 1);
        RunLedger ledger = run(recipe, accelerator(), 1).ledger();
        // 200 samples are 13 batches, the last of 8: 24 iterations see 200 + 11 x 16 samples.
        long images = 200 + 11 * 16;
        long conv1 = 64L * 9 * 16;
        long conv2 = 64L * 144 * 32;
        assertEquals(images * (conv1 + conv2), macs(ledger, TrainingPass.FORWARD));
        assertEquals(images * conv2, macs(ledger, TrainingPass.BACKWARD_DATA));
        assertEquals(images * (conv1 + conv2), macs(ledger, TrainingPass.BACKWARD_WEIGHT));
    }

    /** One entry per distinct operation, however often it runs: a ledger does not grow with the iterations. */
    @ParameterizedTest
    @ValueSource(strings = {"bit-fusion", "term-serial"})
    void ledgerDoesNotGrowWithTheIterations(String family) {
        Recipe recipe = recipe("cnn-optdigits", "cpt", 1);
        List<String> settings = family.equals("term-serial")
                ? List.of(
                        "array.mac.family=term-serial",
                        "array.mac.lanes=1",
                        "array.mac.term_operands=activation",
                        "array.mac.term_encoding=oneffset")
                : List.of();
        RunLedger ledger =
                run(recipe, accelerator(settings.toArray(String[]::new)), 1).ledger();
        long distinct = ledger.entries().stream()
                .map(entry -> entry.phase() + entry.operation())
                .distinct()
                .count();
        assertEquals(distinct, ledger.entries().size());
        long executions =
                ledger.entries().stream().mapToLong(RunLedger.Entry::executions).sum();
        assertTrue(executions > 4 * distinct, executions + " executions of " + distinct);
    }

    private static long macs(RunLedger ledger, TrainingPass pass) {
        return ledger.entries().stream()
                .filter(entry -> entry.phase().equals(TrainingRun.TRAINING))
                .filter(entry -> entry.operation() instanceof MatrixOp op && op.pass() == pass)
                .mapToLong(entry -> entry.executions() * ((MatrixOp) entry.operation()).macs())
                .sum();
    }

    /** DESIGN section 7: forward MACs of every convolution and linear layer, three passes, times the bits of each. */
    @Test
    void nominalBitOpsFollowTheSchedule() {
        Recipe recipe = recipe("cnn-optdigits", "cpt", 1);
        TrainingRun.Result result = run(recipe, accelerator(), 1);
        long macs = 64L * 9 * 16 + 64L * 144 * 32 + 512 * 10;
        BigInteger expected = BigInteger.ZERO;
        for (IterationRecord record : result.iterations()) {
            long f = record.precision().forwardBits();
            expected = expected.add(BigInteger.valueOf(record.samples() * macs * (f * f + 2 * f * 8)));
        }
        assertEquals(expected, result.bitOps());
    }

    /** With a threshold that every loss meets, a stage of FracTrain's schedule lasts five looks at the loss: ten iterations. */
    @Test
    void progressiveScheduleFollowsTheLoss() {
        PrecisionSchedule pfq = ScheduleSpec.parse("pfq:threshold=10:decay=1")
                .create(new ScheduleParameters(3, 8, 8, 8, 1, ITERATIONS).withEpoch(2));
        try (Workers workers = new Workers(1)) {
            TrainingRun.Result result = TrainingRun.run(
                    recipe("cnn-optdigits", "cpt", 1), pfq, ITERATIONS, accelerator(), workers, ProgressListener.NONE);
            for (IterationRecord record : result.iterations()) {
                int expected = List.of(3, 4, 6).get((int) record.iteration() / 10);
                assertEquals(expected, record.precision().forwardBits(), "iteration " + record.iteration());
            }
        }
    }

    /** Weights of 4 bits and activations of 6: the array sees both, and BitOPs count each pass at its own widths. */
    @Test
    void weightsAndActivationsHaveTheirOwnBits() {
        PrecisionSchedule apart = ScheduleSpec.parse("static:weight-bits=4:activation-bits=6:grad-bits=8")
                .create(new ScheduleParameters(3, 8, 8, 8, 1, ITERATIONS));
        try (Workers workers = new Workers(1)) {
            TrainingRun.Result result = TrainingRun.run(
                    recipe("cnn-optdigits", "cpt", 1),
                    apart,
                    ITERATIONS,
                    accelerator(),
                    workers,
                    ProgressListener.NONE);
            for (RunLedger.Entry entry : result.ledger().entries()) {
                if (entry.operation() instanceof MatrixOp op) {
                    int a = op.pass() == TrainingPass.BACKWARD_DATA ? 8 : 6;
                    int b = op.pass() == TrainingPass.BACKWARD_WEIGHT ? 8 : 4;
                    assertEquals(List.of(a, b), List.of(op.a().bits(), op.b().bits()), op.toString());
                }
            }
            long samples = result.iterations().stream()
                    .mapToLong(IterationRecord::samples)
                    .sum();
            long macs = 64L * 9 * 16 + 64L * 144 * 32 + 512 * 10;
            assertEquals(BigInteger.valueOf(samples * macs * (4 * 6 + 4 * 8 + 6 * 8)), result.bitOps());
        }
    }

    @Test
    void trapStopsTheRun() {
        Recipe recipe = recipe("cnn-optdigits", "cpt", 1);
        Accelerator narrow = accelerator("array.mac.accumulator_bits=18", "array.mac.overflow=trap");
        Assertions.assertThrows(AccumulatorOverflowException.class, () -> run(recipe, narrow, 1));
        Accelerator wrapping = accelerator("array.mac.accumulator_bits=18");
        RunLedger ledger = run(recipe, wrapping, 1).ledger();
        assertTrue(ledger.totals(ledger.entries()).overflows() > 0);
    }
}
