package io.bitcycle.cli;

import io.bitcycle.report.Manifest;
import io.bitcycle.training.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/** The manifest of a command's run. */
final class RunManifest {
    /** Options whose values change no result. */
    private static final Set<String> NEUTRAL = Set.of("--threads", "--out");

    private RunManifest() {}

    /**
     * @param files what was read, by what it was read as
     */
    static Manifest of(CommandSpec command, long seed, int threads, Instant started, Map<String, Path> files)
            throws IOException {
        Map<String, String> inputs = new LinkedHashMap<>();
        for (Map.Entry<String, Path> file : new TreeMap<>(files).entrySet()) {
            inputs.put(file.getKey(), Manifest.sha256(file.getValue()));
        }
        return new Manifest(
                new Version().getVersion()[0],
                arguments(command),
                seed,
                inputs,
                new Manifest.Environment(threads, started));
    }

    /** The same for a command that trains: the data belong to its inputs. */
    static Manifest of(
            CommandSpec command, long seed, int threads, Instant started, Map<String, Path> files, Recipe recipe)
            throws IOException {
        Manifest manifest = of(command, seed, threads, started, files);
        Map<String, String> inputs = new LinkedHashMap<>(manifest.inputs());
        inputs.put("data", recipe.data().sha256());
        return new Manifest(manifest.version(), manifest.arguments(), manifest.seed(), inputs, manifest.environment());
    }

    private static List<String> arguments(CommandSpec command) {
        List<String> arguments = new ArrayList<>();
        boolean value = false;
        for (String argument : command.root().commandLine().getParseResult().originalArgs()) {
            if (value) {
                value = false;
            } else if (NEUTRAL.contains(argument)) {
                value = true;
            } else if (NEUTRAL.stream().noneMatch(option -> argument.startsWith(option + "="))) {
                arguments.add(argument);
            }
        }
        return arguments;
    }
}
