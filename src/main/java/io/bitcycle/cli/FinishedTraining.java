package io.bitcycle.cli;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import io.bitcycle.precision.Precision;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.SavedManifest;
import io.bitcycle.report.TrainedRun;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.training.Recipe;
import io.bitcycle.training.checkpoint.Checkpoint;
import io.bitcycle.training.checkpoint.NamedTensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** A finished run of {@code train}, rebuilt from the arguments in its manifest and its last checkpoint. */
final class FinishedTraining {
    private FinishedTraining() {}

    /**
     * What a run learnt, and how.
     *
     * @param evaluation precision of its evaluation
     * @param trained tensors after the last iteration
     */
    record Run(Recipe recipe, Accelerator accelerator, Precision evaluation, List<NamedTensor> trained) {}

    /** Whether a folder is one of {@code train}'s runs. */
    static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve(RunFolder.MANIFEST))
                && Files.isRegularFile(folder.resolve(TrainedRun.ITERATIONS)) // a range test has none
                && Files.isDirectory(CheckpointOptions.folder(folder));
    }

    /**
     * Rebuilds a run.
     *
     * @throws BadInputException when its manifest is no training's, or its inputs are no longer the same
     */
    static Run read(Path folder, BitCycle root) throws IOException {
        List<String> arguments = SavedManifest.read(folder).arguments();
        PrintWriter silent = new PrintWriter(Writer.nullWriter());
        CommandLine commandLine =
                BitCycle.commandLine(arguments.toArray(String[]::new), root.home(), root.terminal(), silent, silent);
        ParseResult parsed = commandLine.parseArgs(arguments.toArray(String[]::new));
        if (!parsed.hasSubcommand()
                || !parsed.subcommand().errors().isEmpty()
                || !(parsed.subcommand().commandSpec().userObject() instanceof TrainCommand train)) {
            throw refused(folder, "is not of a training that this version can repeat");
        }
        return train.finished(folder);
    }

    /** The checkpoint, or a message that there is none. */
    static Checkpoint last(Path folder, Optional<Checkpoint> found) {
        return found.orElseThrow(() -> refused(folder, "holds no whole checkpoint"));
    }

    private static BadInputException refused(Path folder, String why) {
        return new BadInputException(
                List.of(Problem.at(Position.of(folder.toString()), "", why + "; allowed: a run folder of train")));
    }
}
