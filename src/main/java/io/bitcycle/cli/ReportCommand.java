package io.bitcycle.cli;

import io.bitcycle.report.RunFolder;
import io.bitcycle.report.page.ReportPage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report}: run folders as one HTML page. */
@Command(
        name = "report",
        header = "Writes one self-contained HTML page about one or more runs.",
        description =
                "Takes folders that train, simulate, prt, compare or experiment wrote to --out. Two or more make a comparison."
                        + " The page needs no network and no other file.")
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "run folders, or folders that hold run folders")
    private List<Path> runs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "the folder that " + ReportPage.FILE + " is written to (default: the first RUN)")
    private Path out;

    @Override
    public Integer call() throws IOException {
        List<String> lines = ReportPage.lines(runs);
        Path folder = out == null ? runs.get(0) : out;
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw Errors.option("--out " + out, "is a file; allowed: a folder, which is made if need be");
        }
        RunFolder.writeFile(folder, ReportPage.FILE, lines);
        command.commandLine().getOut().println("written to " + folder.resolve(ReportPage.FILE));
        return Errors.FINE;
    }
}
