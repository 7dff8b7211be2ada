package io.bitcycle.cli;

import io.bitcycle.report.diff.DiffText;
import io.bitcycle.report.diff.RunDiff;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diff}: two runs against each other. */
@Command(
        name = "diff",
        header = "Names the first bit, cycle or picojoule in which two runs differ.",
        description = {
            "",
            "Names the first RUN's value first. Compares recorded tensors (train --record-tensors, conv, gemm) bit by bit, what each operation cost count by "
                    + "count, and every other result file value by value. Manifests and inputs are not compared. Exit "
                    + "code 0 when all is equal, 1 when something differs.",
            ""
        })
final class DiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "RUN", description = "a run folder, written with --out")
    private Path first;

    @Parameters(index = "1", paramLabel = "RUN", description = "another")
    private Path second;

    @Mixin
    private JUnitOption junit;

    @Override
    public Integer call() throws IOException {
        junit.require();
        RunDiff diff = RunDiff.of(first, second);
        junit.write(Map.of(second.toString(), diff));
        DiffText.lines(diff).forEach(command.commandLine().getOut()::println);
        List<String> inputs = diff.isEqual() ? List.of() : diff.inputs();
        if (!inputs.isEmpty()) {
            command.commandLine().getOut().println("the runs were not asked the same:");
            inputs.forEach(what -> command.commandLine().getOut().println("  " + what));
        }
        return diff.isEqual() ? Errors.FINE : Errors.CHECK_FAILED;
    }
}
