package io.bitcycle.cli;

import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.JsonValue;
import io.bitcycle.json.Problem;
import io.bitcycle.json.Problems;
import io.bitcycle.workload.NetworkReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code validate}: checks hwconfigs and traces without running anything. */
@Command(name = "validate", header = "Checks hwconfigs and traces, without running them.")
final class ValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "hwconfigs and traces, JSON files")
    private List<Path> files;

    /** A file that has layers is meant to be a trace. */
    private static final String TRACE_KEY = "layers";

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        int bad = 0;
        for (Path file : files) {
            Problems problems = new Problems();
            String found = check(file, problems);
            problems.warnings().forEach(warning -> err.println("warning: " + warning));
            if (problems.count() == 0) {
                out.println(file + ": fine, " + found);
            } else {
                bad++;
                out.println(file + ": " + (problems.count() == 1 ? "1 problem" : problems.count() + " problems"));
                problems.errors().stream().map(Problem::toString).forEach(err::println);
            }
            out.flush();
        }
        return bad == 0 ? Errors.FINE : Errors.BAD_INPUT;
    }

    /** Reads the file as what it is meant to be; what was found is only told of good ones. */
    private static String check(Path file, Problems problems) {
        Optional<JsonValue> json = JsonReader.read(file, problems);
        if (json.isEmpty() || problems.count() > 0) {
            return "";
        }
        if (json.get() instanceof JsonValue.JsonObject object
                && object.members().containsKey(TRACE_KEY)) {
            return NetworkReader.read(file, problems)
                    .map(network -> "the trace " + network.name() + ", "
                            + network.layers().size() + " layers")
                    .orElse("");
        }
        return new HardwareConfigReader()
                .read(file, List.of(), problems)
                .map(hardware -> "the hwconfig " + hardware.name() + ", "
                        + hardware.array().rows() + " x " + hardware.array().cols() + " "
                        + hardware.array().mac().family().name() + " units")
                .orElse("");
    }
}
