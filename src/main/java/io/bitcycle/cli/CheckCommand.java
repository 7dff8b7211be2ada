package io.bitcycle.cli;

import io.bitcycle.report.RunFolder;
import io.bitcycle.report.diff.DiffText;
import io.bitcycle.report.diff.RunDiff;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: golden runs against what the program computes today. */
@Command(
        name = "check",
        header = "Runs golden runs again and compares every bit, cycle and picojoule.",
        description = {
            "",
            "A golden is any run folder of train, simulate, prt, gemm, conv or quantize; train --record-tensors puts the "
                    + "tensors in it. It is run again with the hwconfig, trace, arguments and seed that it holds, on data "
                    + "of the same hash. The golden's value is named first. Exit code 0 when all is equal, 1 when something differs.",
            ""
        })
final class CheckCommand implements Callable<Integer> {
    private static final String CHECKPOINTS = "checkpoints";

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "GOLDEN",
            arity = "1..*",
            description = "run folders, or folders that hold run folders, e.g. traces/golden")
    private List<Path> goldens;

    @Option(
            names = "--update",
            description =
                    "instead of comparing, replace each golden by what its command gives today, with the hwconfigs "
                            + "and traces that its command line names")
    private boolean update;

    @Mixin
    private JUnitOption junit;

    @Mixin
    private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        junit.require();
        List<Path> folders = new ArrayList<>();
        for (Path golden : goldens) {
            folders.addAll(runs(golden));
        }
        PrintWriter print = command.commandLine().getOut();
        Map<String, RunDiff> diffs = new LinkedHashMap<>();
        for (Path golden : folders) {
            Rerun rerun = new Rerun(golden, BitCycle.above(command));
            Path scratch = Files.createTempDirectory("bitcycle-check");
            try {
                if (update) {
                    rerun.run(rerun.asWritten(), scratch, threads.threads());
                    replace(golden, scratch);
                    print.println(golden + ": updated");
                    continue;
                }
                rerun.run(rerun.fromFolder(), scratch, threads.threads());
                rerun.requireSameInputs(scratch);
                RunDiff diff = RunDiff.of(golden, scratch);
                print.println(golden + ": "
                        + String.join("\n", DiffText.lines(diff)).replace(scratch.toString(), "what it gives today"));
                diffs.put(golden.toString(), diff);
            } finally {
                remove(scratch);
            }
        }
        junit.write(diffs);
        return diffs.values().stream().allMatch(RunDiff::isEqual) ? Errors.FINE : Errors.CHECK_FAILED;
    }

    /** The folder itself, or those in it. */
    private static List<Path> runs(Path golden) throws IOException {
        if (!Files.isDirectory(golden)) {
            throw Errors.option(golden.toString(), "is no folder; allowed: a run folder, written with --out");
        }
        if (Files.exists(golden.resolve(RunFolder.MANIFEST))) {
            return List.of(golden);
        }
        try (Stream<Path> inside = Files.list(golden)) {
            List<Path> runs = inside.filter(run -> Files.exists(run.resolve(RunFolder.MANIFEST)))
                    .sorted()
                    .toList();
            if (runs.isEmpty()) {
                throw Errors.option(
                        golden.toString(), "holds no finished run; allowed: a run folder, written with --out");
            }
            return runs;
        }
    }

    /** Puts the new run in the place of the old one; what training would need to go on is no part of a golden. */
    private static void replace(Path golden, Path run) throws IOException {
        remove(golden);
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Path inRun = run.relativize(file);
                if (!holdsCheckpoint(inRun)) {
                    Path to = golden.resolve(inRun.toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static boolean holdsCheckpoint(Path inRun) {
        for (Path part : inRun) {
            if (part.toString().equals(CHECKPOINTS)) {
                return true;
            }
        }
        return false;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
