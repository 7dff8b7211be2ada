package io.bitcycle.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.precision.PrecisionSchedules;
import io.bitcycle.precision.ScheduleParameters;
import io.bitcycle.report.OpsCsv;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.training.checkpoint.Checkpoint;
import io.bitcycle.training.checkpoint.CheckpointStore;
import io.bitcycle.training.checkpoint.NamedIntegers;
import io.bitcycle.training.data.Dataset;
import io.bitcycle.training.data.Datasets;
import io.bitcycle.training.fixed.FixedNetwork;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs with {@code vector.numeric: fixed}. */
class FixedTrainingTest {
    private static final int ITERATIONS = 14;

    private static Recipe recipe(String network, String quantizer, Dataset data, int batch, int iterations) {
        return new Recipe(
                NetworkReader.read(Path.of("traces", network + ".json")),
                data,
                Quantizers.named(quantizer),
                batch,
                iterations,
                LearningRates.named("anneal_cosine").orElseThrow().create(LearningRateParameters.of(0.05, iterations)),
                7);
    }

    /** 70 images to learn from and 40 to test with: both end in a smaller batch. */
    private static Dataset fewImages() {
        Dataset all = Datasets.load("optdigits");
        return new Dataset(
                all.name(),
                all.classes(),
                all.train().first(70),
                all.test().first(40),
                all.normalization(),
                all.augmentation());
    }

    private static Recipe small(String network) {
        return recipe(network, "symmetric-pow2", fewImages(), 16, ITERATIONS);
    }

    private static PrecisionSchedule cpt(int iterations) {
        return PrecisionSchedules.named("cpt").orElseThrow().create(new ScheduleParameters(3, 8, 8, 8, 2, iterations));
    }

    private static Accelerator accelerator(String... settings) {
        List<String> all = Stream.concat(Stream.of("vector.numeric=fixed"), Stream.of(settings))
                .toList();
        return new Accelerator(new HardwareConfigReader()
                .read(Path.of("hwconfigs/bitfusion-45nm.json"), all)
                .config());
    }

    private static TrainingRun.Result run(
            Recipe recipe, Accelerator accelerator, int threads, ProgressListener listener, Checkpoints checkpoints) {
        try (Workers workers = new Workers(threads)) {
            return TrainingRun.run(
                    recipe,
                    cpt((int) recipe.iterations()),
                    1000,
                    accelerator,
                    workers,
                    listener,
                    Optional.ofNullable(checkpoints),
                    RunObserver.NONE);
        }
    }

    /** An epoch of the default job. Half the bits of a word, and weights of Q4.12, do as well: updates round stochastically. */
    @ParameterizedTest
    @CsvSource({"32, 24", "16, 12"})
    void learns(int bits, int fraction) {
        Recipe recipe = recipe("cnn-optdigits", "symmetric-pow2", Datasets.load("optdigits"), 32, 120);
        Accelerator accelerator = accelerator(
                "vector.fixed_bits=" + bits, "vector.fixed_weight_fraction_bits=" + fraction, "vector.stash_bits=16");
        TrainingRun.Result result = run(recipe, accelerator, 2, ProgressListener.NONE, null);
        assertTrue(result.last().accuracy() > 0.9, "accuracy " + result.last().accuracy());
    }

    /** Projection shortcuts, strides and global pooling. */
    @Test
    void learnsWithResidualSums() {
        Recipe recipe = recipe("resnet8-optdigits", "symmetric-pow2", fewImages(), 32, 30);
        List<IterationRecord> iterations =
                run(recipe, accelerator(), 2, ProgressListener.NONE, null).iterations();
        double first = iterations.subList(0, 5).stream()
                .mapToDouble(IterationRecord::loss)
                .sum();
        double last = iterations.subList(25, 30).stream()
                .mapToDouble(IterationRecord::loss)
                .sum();
        assertTrue(last < 0.5 * first, first / 5 + " to " + last / 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cnn-optdigits", "resnet8-optdigits"})
    void threadsChangeNothing(String network, @TempDir Path folder) throws IOException {
        CheckpointStore[] stores = new CheckpointStore[2];
        for (int i = 0; i < 2; i++) {
            stores[i] = new CheckpointStore(folder.resolve("store" + i), Map.of());
            run(small(network), accelerator(), 1 + 2 * i, ProgressListener.NONE, saved(stores[i], false));
        }
        same(last(stores[0]), last(stores[1]));
    }

    /** A run stops after some iteration as if it were killed; another process goes on from its files. */
    @Test
    void goesOnFromACheckpointAsIfItHadNeverStopped(@TempDir Path folder) throws IOException {
        Recipe recipe = small("resnet8-optdigits");
        CheckpointStore whole = new CheckpointStore(folder.resolve("whole"), Map.of());
        run(recipe, accelerator(), 1, ProgressListener.NONE, saved(whole, false));
        CheckpointStore store = new CheckpointStore(folder.resolve("killed"), Map.of());
        ProgressListener killer = (done, total, note) -> {
            if (done == 8) {
                throw new IllegalStateException("killed");
            }
        };
        assertThrows(IllegalStateException.class, () -> run(recipe, accelerator(), 1, killer, saved(store, false)));
        assertEquals(5, last(store).iterations().size());
        run(recipe, accelerator(), 1, ProgressListener.NONE, saved(store, true));
        same(last(whole), last(store));
        assertNotEquals(List.of(), last(store).integers());
        assertEquals(List.of(), last(store).tensors());
    }

    private static Checkpoints saved(CheckpointStore store, boolean resume) {
        return new Checkpoints(store, 5, resume, warning -> {
            throw new IllegalStateException(warning);
        });
    }

    private static Checkpoint last(CheckpointStore store) throws IOException {
        return store.latest(warning -> {}).orElseThrow();
    }

    private static void same(Checkpoint expected, Checkpoint actual) {
        assertEquals(expected.iterations(), actual.iterations());
        assertEquals(expected.evaluations(), actual.evaluations());
        assertEquals(expected.integers().size(), actual.integers().size());
        for (int i = 0; i < expected.integers().size(); i++) {
            NamedIntegers named = expected.integers().get(i);
            assertEquals(named.name(), actual.integers().get(i).name());
            assertArrayEquals(named.values(), actual.integers().get(i).values(), named.name());
        }
    }

    /** The law between fidelities: op for op, cycles and events of shapes alone are those of training. */
    @ParameterizedTest
    @CsvSource({"cnn-optdigits, none", "cnn-optdigits, chain", "resnet8-optdigits, chain"})
    void costsWhatShapesSay(String network, String fusion) {
        Recipe recipe = small(network);
        Accelerator accelerator = accelerator("vector.fusion=" + fusion);
        ShapeRun.Plan plan = new ShapeRun.Plan(
                recipe.network(),
                recipe.quantizer(),
                16,
                ITERATIONS,
                70,
                1000,
                recipe.data().evaluationSize(),
                0,
                2);
        TrainingRun.Result trained = run(recipe, accelerator, 2, ProgressListener.NONE, null);
        try (Workers workers = new Workers(1)) {
            ShapeRun.Result shapes = ShapeRun.run(plan, cpt(ITERATIONS), accelerator, workers, ProgressListener.NONE);
            assertEquals(OpsCsv.lines(trained.ledger()), OpsCsv.lines(shapes.ledger()));
        }
    }

    /** Energies are those of integers; roots and exponentials are counted as the operations they take. */
    @Test
    void energiesAreThoseOfIntegers() {
        Map<String, String> values = new TreeMap<>();
        try (Workers workers = new Workers(1)) {
            accelerator()
                    .session(workers)
                    .ledger()
                    .energyTable()
                    .rows()
                    .forEach(row -> values.put(row.name(), row.energyPj().toPlainString()));
        }
        assertEquals("0.1", values.get("vector_add"));
        assertEquals("3.1", values.get("vector_multiply"));
        assertEquals("3.2", values.get("vector_divide"));
        assertEquals("0", values.get("vector_special"));
    }

    @Test
    void saysWhatItCannotTrain() {
        Accelerator accelerator = accelerator();
        Recipe offsets =
                recipe("cnn-optdigits", "cpt", Datasets.load("optdigits").withFirstTraining(70), 16, 4);
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> run(offsets, accelerator, 1, ProgressListener.NONE, null));
        assertEquals(
                "the scales of quantizer cpt are no powers of two, those of symmetric-pow2 are", refused.getMessage());
        NetworkSpec lstm = NetworkReader.read(Path.of("traces/lstm-ptb.json"));
        String first = lstm.layers().get(0).name();
        assertEquals(
                Optional.of("there is no fixed-point form of layer " + first),
                FixedNetwork.untrainable(lstm, Quantizers.named("symmetric-pow2")));
    }
}
