package io.bitcycle.cli;

import io.bitcycle.json.Problems;
import io.bitcycle.report.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What all importers have: the file, and where the result goes. */
final class ImportOptions {
    private static final String ENDING = ".json";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(arity = "1", paramLabel = "FILE", description = "the file to import")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "FILE.json|DIR",
            description = "the file to write, or a folder for NAME.json; without it, the result is printed")
    private Path out;

    Path file() {
        return file;
    }

    /**
     * Prints or writes a result, and tells the notes on the error stream.
     *
     * @param problems of the import so far, thrown if there are any
     */
    int deliver(String name, List<String> lines, List<String> notes, Problems problems) throws IOException {
        problems.throwIfAny();
        PrintWriter err = command.commandLine().getErr();
        problems.warnings().forEach(warning -> err.println("warning: " + warning));
        notes.forEach(note -> err.println("note: " + note));
        PrintWriter console = command.commandLine().getOut();
        if (out == null) {
            lines.forEach(console::println);
        } else {
            console.println("written to " + write(name, lines));
        }
        return Errors.FINE;
    }

    private Path write(String name, List<String> lines) throws IOException {
        boolean isFile = out.toString().endsWith(ENDING);
        Path folder = isFile ? out.toAbsolutePath().getParent() : out;
        String fileName = isFile ? out.getFileName().toString() : name.replaceAll("[^\\p{L}\\p{N}._-]+", "-") + ENDING;
        OutOption.makeFolder("--out", folder);
        RunFolder.writeFile(folder, fileName, lines);
        return isFile ? out : out.resolve(fileName);
    }
}
