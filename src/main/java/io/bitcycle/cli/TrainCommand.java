package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrecisionRangeTest;
import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.precision.ScheduleParameters;
import io.bitcycle.precision.ScheduleSpec;
import io.bitcycle.report.Comparison;
import io.bitcycle.report.Figures;
import io.bitcycle.report.Manifest;
import io.bitcycle.report.RangeTestFiles;
import io.bitcycle.report.RangeTestTable;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.RunSummary;
import io.bitcycle.report.TrainedRun;
import io.bitcycle.report.timeline.Timeline;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.Workers;
import io.bitcycle.training.Checkpoints;
import io.bitcycle.training.RangeTestRun;
import io.bitcycle.training.Recipe;
import io.bitcycle.training.RunObserver;
import io.bitcycle.training.TrainingRun;
import io.bitcycle.training.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code train}: the main job. */
@Command(
        name = "train",
        header = "Trains a quantized network through the simulated array, under one precision schedule after another.",
        description =
                "By default: CPT with 3 to 8 bits against static 8 bits, on the embedded data set. Prints accuracy,"
                        + " BitOPs, cycles, time and energy of the training iterations side by side; evaluation on the test"
                        + " split is recorded apart.")
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private HardwareOption.WithDefault hardware;

    @Mixin
    private LearningOptions learning;

    @Mixin
    private ScheduleOptions schedules;

    @Mixin
    private RangeTestOptions rangeTest;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private OutOption.IfAsked out;

    @Mixin
    private OpsColumnsOption opsColumns;

    @Mixin
    private CheckpointOptions checkpoints;

    @Mixin
    private RecordedOptions recorded;

    @Mixin
    private TensorOptions tensors;

    @Mixin
    private TimelineOption timeline;

    @Override
    public Integer call() throws IOException {
        PrintWriter print = command.commandLine().getOut();
        HardwareConfig config = hardware.load();
        Recipe recipe = recipe();
        VectorNumeric.require(config, recipe);
        learning.requireBits("--bits", schedules.bits());
        learning.requireBits("--grad-bits", schedules.gradBits());
        new OperandWidths(config)
                .check("--bits", schedules.bits())
                .check("--grad-bits", schedules.gradBits())
                .check(recipe.network())
                .throwIfAny();
        schedules.requireWidths(config, recipe.iterations());
        Manifest manifest = manifest(recipe);
        checkpoints.require(out.out(), runFolders(), manifest);
        tensors.require(out.out(), config);
        timeline.require(recipe.iterations());
        Optional<RunFolder> folder = opsColumns.applied(out.open());
        Accelerator accelerator = hardware.accelerator(config);
        describe(recipe, config).forEach(print::println);
        print.println();
        warnOfNarrowAccumulators(recipe, accelerator);
        Optional<Comparison.RangeTest> tested = Optional.empty();
        if (schedules.isAutomatic()) {
            RangeTestRun.Result test = rangeTest(recipe, accelerator, folder, manifest);
            RunSummary cost = RunSummary.of(test.ledger(), test.ledger().entries(), test.bitOps());
            char mark = BitCycle.above(command).terminal().unicode() ? '█' : '#';
            RangeTestTable.lines(test.test(), mark).forEach(print::println);
            print.println();
            if (folder.isPresent()) {
                RunFolder child = folder.get().child(PrtCommand.RUN);
                RangeTestFiles.write(child, test, cost);
                child.finish(manifest);
            }
            int bits = bound(test.test().together());
            schedules.setLowerBound(bits);
            tested = Optional.of(new Comparison.RangeTest(bits, cost));
        }
        List<TrainedRun> runs = train(recipe, accelerator, folder, manifest);
        accelerator.saveMappings();
        recorded.print(runs, print);
        new Comparison(runs, config.name(), tested).lines().forEach(print::println);
        if (folder.isPresent()) {
            for (TrainedRun run : runs) {
                RunFolder child = folder.get().child(ScheduleSpec.folder(run.name()));
                run.write(child);
                recorded.write(run, child);
                child.finish(manifest);
            }
            if (runs.size() == 1) {
                recorded.write(runs.get(0), folder.get());
            }
            folder.get().write("comparison.json", TrainedRun.comparison(runs, tested));
            folder.get().finish(manifest);
            checkpoints.finish();
            print.println("written to " + folder.get().path());
        }
        return Errors.FINE;
    }

    /** What is learnt; a recorded run brings its own bits. */
    private Recipe recipe() {
        Recipe recipe = learning.recipe(seed.seed());
        learning.recorded().ifPresent(run -> {
            schedules.setRecordedGradBits(run.backwardBits());
            RecordedOptions.schedule(learning.networkFile(), run, recipe.iterations())
                    .ifPresent(schedules::setRecorded);
        });
        return recorded.applyTo(recipe);
    }

    /** A finished run of this command, from its folder. */
    FinishedTraining.Run finished(Path run) throws IOException {
        HardwareConfig config = hardware.load();
        VectorNumeric.requireFloat(config, "landscape");
        Recipe recipe = recipe();
        String name = run.toAbsolutePath().normalize().getFileName().toString();
        if (schedules.isAutomatic()) {
            schedules.setLowerBound(schedules.bits().max()); // evaluation is at the upper one
        }
        ScheduleSpec spec = schedules.specs().stream()
                .filter(each -> each.folder().equals(name))
                .findFirst()
                .orElseThrow(() -> Errors.option(
                        run.toString(),
                        "is named after none of its schedules; allowed: the name that train gave the folder"));
        Checkpoint last = FinishedTraining.last(
                run,
                CheckpointOptions.store(run, name, manifest(recipe))
                        .latest(command.commandLine().getErr()::println));
        return new FinishedTraining.Run(
                recipe,
                hardware.accelerator(config),
                schedules
                        .create(spec, schedules.parameters(recipe.iterations()))
                        .evaluation(),
                last.tensors());
    }

    /** The folder in {@code --out} of each run, by the name that its checkpoints bear. */
    private Map<String, String> runFolders() {
        Map<String, String> folders = new TreeMap<>();
        schedules.specs().forEach(spec -> folders.put(spec.folder(), spec.folder()));
        if (schedules.isAutomatic()) {
            folders.put(PrtCommand.RUN, PrtCommand.RUN);
        }
        return folders;
    }

    private void warnOfNarrowAccumulators(Recipe recipe, Accelerator accelerator) {
        NarrowAccumulators.warning(
                        accelerator,
                        recipe.network(),
                        recipe.batch(),
                        recipe.quantizer(),
                        new Precision(widest(recipe, Precision::forwardBits), widest(recipe, Precision::backwardBits)),
                        "sums that do not fit are counted as overflows")
                .ifPresent(command.commandLine().getErr()::println);
    }

    private int widest(Recipe recipe, ToIntFunction<Precision> kind) {
        ScheduleParameters parameters = schedules.parameters(recipe.iterations());
        return schedules.specs().stream()
                .map(spec -> schedules.create(spec, parameters).evaluation())
                .mapToInt(kind)
                .max()
                .orElseThrow();
    }

    private int bound(PrecisionRangeTest test) {
        return test.lowerBound()
                .orElseThrow(() -> Errors.option(
                        "--bits auto",
                        "finds no precision at which the network learns; allowed: more --prt-iterations or"
                                + " --repeats, a lower --prt-threshold, or MIN:MAX"));
    }

    private RangeTestRun.Result rangeTest(
            Recipe recipe, Accelerator accelerator, Optional<RunFolder> folder, Manifest manifest) throws IOException {
        RangeTestRun.Plan plan = rangeTest.plan(
                schedules.bits(), schedules.gradBits().max(), recipe.data().isText());
        return rangeTest.run(
                recipe, plan, accelerator, threads, saved(folder, PrtCommand.RUN, manifest, plan.iterations()));
    }

    /** Where a run of this command leaves its checkpoints. */
    private Optional<Checkpoints> saved(Optional<RunFolder> folder, String run, Manifest manifest, long interval)
            throws IOException {
        return folder.isEmpty()
                ? Optional.empty()
                : Optional.of(checkpoints.of(folder.get().path().resolve(run), run, manifest, interval));
    }

    /** Runs as many schedules at a time as there are threads; each result is the same whoever computes beside it. */
    private List<TrainedRun> train(
            Recipe recipe, Accelerator accelerator, Optional<RunFolder> folder, Manifest manifest) throws IOException {
        long perEpoch = recipe.perEpoch();
        ScheduleParameters parameters =
                schedules.parameters(recipe.iterations()).withEpoch(perEpoch);
        List<ScheduleSpec> specs = ScheduleOptions.baselineFirst(schedules.specs());
        int together = Math.min(threads.threads(), specs.size());
        ExecutorService pool = Executors.newFixedThreadPool(together);
        try (Progress progress = Progress.of(command)) {
            List<Future<TrainedRun>> futures = new ArrayList<>();
            List<Timeline> timelines = new ArrayList<>();
            for (ScheduleSpec spec : specs) {
                PrecisionSchedule schedule = schedules.create(spec, parameters);
                var listener = progress.task(spec.name());
                Optional<Checkpoints> saved = saved(folder, spec.folder(), manifest, perEpoch);
                Optional<Timeline> drawn = timeline.of(spec.name(), accelerator);
                drawn.ifPresent(timelines::add);
                RunObserver observer = tensors.observer(
                        folder.map(f -> f.path().resolve(spec.folder())).orElse(null),
                        checkpoints.resumes(),
                        drawn,
                        timeline.iteration());
                futures.add(pool.submit(() -> {
                    try (Workers workers = new Workers(Math.max(1, threads.threads() / together))) {
                        return TrainedRun.of(
                                spec.name(),
                                recipe,
                                TrainingRun.run(
                                        recipe, schedule, perEpoch, accelerator, workers, listener, saved, observer));
                    }
                }));
            }
            List<TrainedRun> runs = new ArrayList<>();
            for (Future<TrainedRun> future : futures) {
                runs.add(result(future));
            }
            timeline.write(timelines);
            return runs;
        } finally {
            pool.shutdownNow();
        }
    }

    private static TrainedRun result(Future<TrainedRun> future) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    private static List<String> describe(Recipe recipe, HardwareConfig config) {
        return List.of(
                recipe.network().name() + " on " + recipe.data().name() + ": "
                        + Figures.grouped(recipe.data().trainingSize()) + " training and "
                        + Figures.grouped(recipe.data().evaluationSize()) + " "
                        + recipe.data().evaluated() + " " + recipe.data().unit() + ", "
                        + Figures.grouped(recipe.iterations()) + " iterations of " + recipe.batch() + ", quantizer "
                        + recipe.quantizer().name() + ", seed " + recipe.seed(),
                HardwareOption.describe(config));
    }

    /** Reads all the data for their hash, so once a command is enough. */
    private Manifest manifest(Recipe recipe) throws IOException {
        Map<String, String> hashes = recorded.hashes(learning.networkFile());
        hashes.put("data", recipe.data().sha256());
        return out.manifest(seed.seed(), inputs(), hashes);
    }

    private Map<String, Path> inputs() {
        Map<String, Path> files = new TreeMap<>(schedules.files());
        files.put("hwconfig", hardware.file());
        files.put("trace", learning.networkFile());
        return files;
    }
}
