package io.bitcycle.cli;

import io.bitcycle.report.LandscapeFiles;
import io.bitcycle.report.Manifest;
import io.bitcycle.training.Checkpoints;
import io.bitcycle.training.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --resume} and {@code --checkpoint-every}: a run that survives its process. */
final class CheckpointOptions {
    /** In the folder of each run. */
    private static final String FOLDER = "checkpoints";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--resume",
            description = "go on from the newest checkpoints in --out; the results are those of an undisturbed run")
    private boolean resume;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            converter = Iterations.class,
            description =
                    "iterations between checkpoints in --out (default: one epoch; of a precision range test, those at one"
                            + " precision)")
    private Long every;

    private final List<CheckpointStore> stores = new ArrayList<>();

    /**
     * Refuses what makes no sense, before anything is written: no folder, one that holds an unfinished run or runs of others,
     * checkpoints of another command.
     *
     * @param runs names of the command's runs, with the folder in {@code out} of each; empty for {@code out} itself
     */
    void require(Path out, Map<String, String> runs, Manifest manifest) throws IOException {
        if (out == null && (resume || every != null)) {
            throw Errors.option(
                    resume ? "--resume" : "--checkpoint-every " + every,
                    "needs the folder of the run; allowed: together with --out DIR");
        }
        if (out != null && !resume && !Files.exists(out.resolve("manifest.json")) && holdsCheckpoints(out)) {
            throw Errors.option(
                    "--out " + out,
                    "holds the checkpoints of an unfinished run; allowed: --resume to go on with it, another folder, or"
                            + " remove it");
        }
        if (out != null && !resume) {
            EarlierRuns.refuseOthers(out, command.name(), runs.values());
        }
        if (resume) {
            for (Map.Entry<String, String> run : runs.entrySet()) {
                store(out.resolve(run.getValue()), run.getKey(), manifest).latest(damaged -> {});
            }
        }
    }

    /** Whether a run goes on where another one stopped. */
    boolean resumes() {
        return resume;
    }

    /** Where a run's checkpoints are. */
    static Path folder(Path run) {
        return run.resolve(FOLDER);
    }

    private static boolean holdsCheckpoints(Path out) throws IOException {
        if (!Files.isDirectory(out)) {
            return false;
        }
        List<Path> runs = new ArrayList<>(List.of(out));
        try (var inside = Files.newDirectoryStream(out, Files::isDirectory)) {
            inside.forEach(runs::add);
        }
        for (Path run : runs) {
            if (!new CheckpointStore(run.resolve(FOLDER), Map.of()).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The checkpoints of one run of the command.
     *
     * @param run its folder
     * @param name its schedule, or what else it is
     * @param manifest of the command: a checkpoint of one with other inputs or arguments is refused
     * @param interval iterations between checkpoints, where none is asked for
     */
    Checkpoints of(Path run, String name, Manifest manifest, long interval) throws IOException {
        CheckpointStore store = store(run, name, manifest);
        if (!resume) {
            store.clear();
            LandscapeFiles.remove(run);
        }
        Consumer<String> warnings = line -> command.commandLine().getErr().println("warning: " + name + ": " + line);
        stores.add(store);
        return new Checkpoints(store, every == null ? interval : every, resume, warnings);
    }

    /** The checkpoints of a run that is there already. */
    static CheckpointStore store(Path run, String name, Manifest manifest) {
        Map<String, String> identity = new TreeMap<>(manifest.identity());
        identity.put("run", name);
        return new CheckpointStore(run.resolve(FOLDER), identity);
    }

    /** Of each run, only the checkpoint of its end is kept, with the trained weights: the same files however it got there. */
    void finish() throws IOException {
        for (CheckpointStore store : stores) {
            store.keepLast();
        }
    }

    /** 1 and more. */
    static final class Iterations implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return new WholeNumber<>(1, Long.MAX_VALUE, number -> number).convert(text);
        }
    }
}
