package io.bitcycle.cli;

import io.bitcycle.report.experiment.ExperimentFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code merge}: shards of an experiment. */
@Command(
        name = "merge",
        header = "Puts the shards of an experiment together and evaluates it.",
        description = "Takes the folders that experiment --shard wrote, and writes what experiment writes without it.")
final class MergeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "the folders of the shards")
    private List<Path> shards;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the folder of the whole experiment")
    private Path out;

    @Override
    public Integer call() throws IOException {
        ExperimentFolder.requireWhole(shards, out);
        OutOption.makeFolder("--out", out);
        ExperimentCommand.finish(
                ExperimentFolder.merge(shards, out), command.commandLine().getOut());
        return Errors.FINE;
    }
}
