package io.bitcycle.cli;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.SavedManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs again what the manifest of a run folder says. */
final class Rerun {
    /** Commands that can be, with the option that names their network; empty for those that have none. */
    private static final Map<String, String> COMMANDS = Map.of(
            "train", "--network", "prt", "--network", "simulate", "--trace", "gemm", "", "conv", "", "quantize", "");

    private final Path golden;
    private final SavedManifest manifest;
    private final BitCycle root;

    /**
     * Reads what is to be run.
     *
     * @throws BadInputException when that is no command which one run folder belongs to
     */
    Rerun(Path golden, BitCycle root) throws IOException {
        this.golden = golden;
        this.manifest = SavedManifest.read(golden);
        this.root = root;
        if (!COMMANDS.containsKey(manifest.arguments().get(0))) {
            throw Errors.option(
                    golden.toString(),
                    "was written by " + manifest.arguments().get(0) + "; allowed: a folder written by "
                            + String.join(
                                    ", ", COMMANDS.keySet().stream().sorted().toList()));
        }
        Path above = golden.toAbsolutePath().normalize().getParent();
        if (above != null
                && Files.exists(above.resolve(RunFolder.MANIFEST))
                && SavedManifest.read(above).arguments().equals(manifest.arguments())) {
            throw Errors.option(
                    golden.toString(), "is one of several runs of a command; allowed: the folder of all, " + above);
        }
    }

    /** The command line, with the hwconfig and the trace that lie in the folder. */
    List<String> fromFolder() {
        List<String> arguments = manifest.arguments();
        String network = COMMANDS.get(arguments.get(0));
        Path hwconfig = golden.resolve(RunFolder.HWCONFIG);
        if (Files.exists(hwconfig)) {
            arguments = with(without(without(arguments, "--set"), "--hw"), "--hw", hwconfig);
        }
        Path trace = golden.resolve(RunFolder.TRACE);
        if (!network.isEmpty() && Files.exists(trace)) {
            arguments = with(without(arguments, network), network, trace);
        }
        return arguments;
    }

    /** The command line as it was written, with whatever its names mean today. */
    List<String> asWritten() {
        return manifest.arguments();
    }

    /**
     * Runs it.
     *
     * @param arguments one of the above
     * @throws BadInputException when it ends badly, or other data than the golden's were read
     */
    void run(List<String> arguments, Path out, int threads) throws IOException {
        List<String> all = with(with(arguments, "--out", out), "--threads", threads);
        InnerCommand.failure(root, all).ifPresent(failure -> {
            throw Errors.option(
                    golden.toString(), "cannot be run again: bitcycle " + String.join(" ", arguments) + " " + failure);
        });
    }

    /** Refuses a run on other data than the golden's. */
    void requireSameInputs(Path run) throws IOException {
        Map<String, String> before = new LinkedHashMap<>(manifest.hashes());
        Map<String, String> now = new LinkedHashMap<>(SavedManifest.read(run).hashes());
        before.remove("hwconfig"); // in the folder with its settings
        now.remove("hwconfig");
        List<Problem> problems = new ArrayList<>();
        before.forEach((input, hash) -> {
            if (!Objects.equals(hash, now.get(input))) {
                problems.add(Problem.at(
                        Position.of(golden.toString()),
                        "",
                        "was run on another " + input + ": SHA-256 was " + hash + " and is " + now.get(input)
                                + "; allowed: the same " + input + ", or --update to accept the one of today"));
            }
        });
        if (!problems.isEmpty()) {
            throw new BadInputException(problems);
        }
    }

    private static List<String> with(List<String> arguments, Object... more) {
        List<String> all = new ArrayList<>(arguments);
        Arrays.stream(more).map(Object::toString).forEach(all::add);
        return all;
    }

    /** Without an option and its value, however often and in whichever form it is given. */
    private static List<String> without(List<String> arguments, String option) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals(option)) {
                i++;
            } else if (!arguments.get(i).startsWith(option + "=")) {
                kept.add(arguments.get(i));
            }
        }
        return kept;
    }
}
