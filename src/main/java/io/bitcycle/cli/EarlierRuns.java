package io.bitcycle.cli;

import io.bitcycle.json.BadInputException;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.SavedManifest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Runs that lie in a folder already. Those of the same command and the same names are written over; others would stay beside
 * the new ones, and {@code report} and {@code landscape} would take them all for runs of one command.
 */
final class EarlierRuns {
    private EarlierRuns() {}

    /**
     * Refuses a folder that holds runs which the command does not write over.
     *
     * @param command its name
     * @param own names of the folders that it writes in {@code out}; none where it writes to {@code out} itself
     */
    static void refuseOthers(Path out, String command, Collection<String> own) throws IOException {
        if (!Files.isDirectory(out)) {
            return;
        }
        List<String> others = new ArrayList<>();
        commandOf(out).filter(earlier -> !earlier.equals(command)).ifPresent(earlier -> others.add("of " + earlier));
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(out, RunFolder::isRun)) {
            for (Path run : inside) {
                String name = run.getFileName().toString();
                String earlier = commandOf(run).orElse("?");
                if (!own.contains(name) || !earlier.equals(command)) {
                    others.add(name + " of " + earlier);
                }
            }
        }
        if (!others.isEmpty()) {
            others.sort(null);
            throw Errors.option(
                    "--out " + out,
                    "holds other runs, which report and landscape would mix with those of this command: "
                            + String.join(", ", others)
                            + "; allowed: another folder (report takes several), or remove them first");
        }
    }

    /** The command that wrote a folder; empty when none finished there. */
    private static Optional<String> commandOf(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve(RunFolder.MANIFEST))) {
            return Optional.empty();
        }
        try {
            return Optional.of(SavedManifest.read(folder).arguments().get(0));
        } catch (BadInputException damaged) {
            return Optional.empty();
        }
    }
}
