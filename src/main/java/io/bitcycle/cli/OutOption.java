package io.bitcycle.cli;

import io.bitcycle.report.Manifest;
import io.bitcycle.report.RunFolder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --out}: the run folder. */
abstract class OutOption {
    /** Options that change no result, each with one value. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "--out",
            "--threads",
            "--vcd",
            "--vectors",
            "--checkpoint-every",
            "--dram-trace",
            "--dram-trace-format",
            "--timeline",
            "--timeline-iteration");

    /** Options that change no result and have no value. */
    private static final Set<String> FLAGS_WITHOUT_EFFECT =
            Set.of("--resume", "--force", "--no-mapping-cache", "--clear-mapping-cache");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** {@code --out} must be given. */
    static final class Required extends OutOption {
        @Option(names = "--out", paramLabel = "DIR", required = true, description = "the folder that is written")
        private Path out;

        @Override
        Path out() {
            return out;
        }
    }

    /** {@code --out} can be left out: nothing is written then. */
    static final class IfAsked extends OutOption {
        @Option(names = "--out", paramLabel = "DIR", description = "a folder to write the results to")
        private Path out;

        @Override
        Path out() {
            return out;
        }
    }

    /** The folder asked for, or null. */
    abstract Path out();

    /**
     * The run folder, made if need be; empty when none was asked for.
     *
     * @throws io.bitcycle.json.BadInputException when it cannot be made or written
     */
    Optional<RunFolder> open() {
        if (out() == null) {
            return Optional.empty();
        }
        return Optional.of(open("--out", out()));
    }

    /**
     * The same, refused where it holds runs that the command does not write over.
     *
     * @param own names of the folders that the command writes in it; none where it writes to the folder itself
     */
    Optional<RunFolder> openFor(Collection<String> own) throws IOException {
        if (out() != null) {
            EarlierRuns.refuseOthers(out(), command.name(), own);
        }
        return open();
    }

    /** The folder that an option names, likewise. */
    static RunFolder open(String option, Path folder) {
        return made(option, folder, () -> RunFolder.open(folder));
    }

    /** Refuses a file that an option names and that cannot be written; makes the folder that it is to lie in. */
    static void requireFile(String option, Path file) {
        if (Files.isDirectory(file)) {
            throw Errors.option(option + " " + file, "is a folder; allowed: a file, which is made or written over");
        }
        makeFolder(option, file.toAbsolutePath().getParent());
    }

    /** Makes a folder that an option names, for files that are no run. */
    static void makeFolder(String option, Path folder) {
        made(option, folder, () -> Files.createDirectories(folder));
    }

    /** Makes something in a folder. */
    private interface Making<T> {
        T make() throws IOException;
    }

    private static <T> T made(String option, Path folder, Making<T> making) {
        try {
            return making.make();
        } catch (FileAlreadyExistsException e) {
            throw Errors.option(option + " " + folder, "is a file; allowed: a folder, which is made if need be");
        } catch (IOException e) {
            throw Errors.option(
                    option + " " + folder, "cannot be written; allowed: a folder, which is made if need be");
        }
    }

    /**
     * What the run's {@code manifest.json} says.
     *
     * @param inputs files that were read, by what they were read as
     */
    Manifest manifest(long seed, Map<String, Path> inputs) throws IOException {
        return manifest(seed, inputs, Map.of());
    }

    /**
     * The same for inputs that are not one file each.
     *
     * @param hashes SHA-256 of the others
     */
    Manifest manifest(long seed, Map<String, Path> inputs, Map<String, String> hashes) throws IOException {
        Map<String, String> sums = new TreeMap<>(hashes);
        for (Map.Entry<String, Path> input : inputs.entrySet()) {
            if (Files.isRegularFile(input.getValue())) {
                sums.put(input.getKey(), Manifest.sha256(input.getValue()));
            }
        }
        BitCycle root = BitCycle.above(command);
        return new Manifest(
                Version.ofBuild(),
                withEffect(root.arguments()),
                seed,
                sums,
                HardwareOption.effective(command),
                Optional.ofNullable(inputs.get("trace")),
                root.started());
    }

    /** The arguments that a result depends on. */
    static List<String> withEffect(List<String> arguments) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (WITHOUT_EFFECT.contains(argument)) {
                i++;
            } else if (!FLAGS_WITHOUT_EFFECT.contains(argument)
                    && !WITHOUT_EFFECT.contains(argument.replaceFirst("=.*", ""))) {
                kept.add(argument);
            }
        }
        return kept;
    }
}
