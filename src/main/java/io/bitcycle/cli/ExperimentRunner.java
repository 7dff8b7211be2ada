package io.bitcycle.cli;

import io.bitcycle.mapping.ModelVersion;
import io.bitcycle.precision.ScheduleSpec;
import io.bitcycle.report.Manifest;
import io.bitcycle.report.experiment.ExperimentFolder;
import io.bitcycle.report.experiment.ExperimentRun;
import io.bitcycle.report.experiment.ExperimentSpec;
import io.bitcycle.training.data.Datasets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs the runs of an experiment, each as {@code train} does. */
final class ExperimentRunner {
    private static final int KEY_DIGITS = 16;
    /** Classes that results depend on: all but those that write and ask. */
    private static final List<String> RESULTS = List.of(
            "io/bitcycle/numeric/",
            "io/bitcycle/tensor/",
            "io/bitcycle/workload/",
            "io/bitcycle/hardware/",
            "io/bitcycle/energy/",
            "io/bitcycle/mapping/",
            "io/bitcycle/simulator/",
            "io/bitcycle/precision/",
            "io/bitcycle/training/");

    private final ExperimentSpec spec;
    private final BitCycle root;

    ExperimentRunner(ExperimentSpec spec, BitCycle root) {
        this.spec = spec;
        this.root = root;
    }

    /**
     * Where each run lies: a hash of its command, the files that this names, the data and the program.
     *
     * @throws io.bitcycle.json.BadInputException when there is no such network, hwconfig or data set
     */
    Map<ExperimentRun, String> plan() throws IOException {
        String common = ModelVersion.of(RESULTS) + Datasets.open(spec.data()).sha256();
        Map<ExperimentRun, String> plan = new LinkedHashMap<>();
        for (ExperimentRun run : spec.runs()) {
            String files = Manifest.sha256(hwconfig(run)) + Manifest.sha256(network(run)) + scheduleFile(run);
            String all = String.join("\n", withoutData(run)) + "\n"
                    + spec.landscape().map(Object::toString).orElse("") + files + "\n" + common;
            plan.put(run, Manifest.sha256(all.getBytes(StandardCharsets.UTF_8)).substring(0, KEY_DIGITS));
        }
        return plan;
    }

    private Path hwconfig(ExperimentRun run) {
        return NamedFile.find("hwconfigs", run.hwconfig(), root.home().resolve("hwconfigs"), "hwconfig");
    }

    private Path network(ExperimentRun run) {
        return NamedFile.find("networks", run.network(), root.home().resolve("traces"), "trace");
    }

    /** A schedule may be a file. */
    private static String scheduleFile(ExperimentRun run) throws IOException {
        Optional<Path> file = ScheduleSpec.parse(run.schedule()).file();
        return file.isPresent() && Files.isRegularFile(file.get()) ? Manifest.sha256(file.get()) : "";
    }

    private List<String> arguments(ExperimentRun run) {
        List<String> arguments = withoutData(run);
        arguments.addAll(List.of("--data", spec.data()));
        return arguments;
    }

    /** What the key of a run is of: the data count by their bytes, wherever they lie. */
    private List<String> withoutData(ExperimentRun run) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--network",
                run.network(),
                "--hw",
                run.hwconfig(),
                "--schedule",
                run.schedule(),
                "--seed",
                Long.toString(run.seed())));
        arguments.addAll(spec.options());
        return arguments;
    }

    /**
     * Runs what is not done yet, several runs at a time; every result is the same however many.
     *
     * @param done hears of each run that ends
     * @throws io.bitcycle.json.BadInputException when a run fails; those that ended before stay
     */
    void run(List<ExperimentRun> runs, ExperimentFolder folder, int threads, Consumer<ExperimentRun> done) {
        int together = Math.max(1, Math.min(threads, runs.size()));
        ExecutorService pool = Executors.newFixedThreadPool(together);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (ExperimentRun run : runs) {
                futures.add(pool.submit(() -> {
                    run(run, folder.folder(run), folder.run(run), threads / together);
                    done.accept(run);
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        } finally {
            pool.shutdownNow();
        }
    }

    private void run(ExperimentRun run, Path out, Path itself, int threads) {
        List<String> arguments = arguments(run);
        arguments.addAll(List.of("--threads", Integer.toString(threads), "--out", out.toString()));
        if (Files.isDirectory(out)) {
            arguments.add("--resume");
        }
        run(run, arguments);
        if (spec.landscape().isPresent()) {
            List<String> landscape = new ArrayList<>(List.of("landscape", itself.toString(), "--threads"));
            landscape.addAll(List.of(Integer.toString(threads), "--seed", Long.toString(run.seed())));
            landscape.addAll(spec.landscape().get());
            run(run, landscape);
        }
    }

    private void run(ExperimentRun run, List<String> arguments) {
        Optional<String> failure = InnerCommand.failure(root, arguments);
        if (failure.isPresent()) {
            throw Errors.option(run.describe(), "bitcycle " + String.join(" ", arguments) + " " + failure.get());
        }
    }
}
