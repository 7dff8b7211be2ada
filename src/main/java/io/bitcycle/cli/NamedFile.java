package io.bitcycle.cli;

import io.bitcycle.json.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An option that names a JSON file, or one that is shipped in a folder of the installation. */
final class NamedFile {
    private static final String ENDING = ".json";

    private NamedFile() {}

    /**
     * The file that is meant.
     *
     * @param option as typed, e.g. {@code --hw}
     * @param written its value
     * @param folder where the shipped ones are
     * @param what what the file holds, e.g. {@code hwconfig}
     * @throws io.bitcycle.json.BadInputException when there is none
     */
    static Path find(String option, String written, Path folder, String what) {
        Path asWritten = Path.of(written);
        Path shipped = folder.resolve(written + ENDING);
        if (Files.isRegularFile(asWritten)) {
            return asWritten;
        }
        if (Files.exists(shipped)) {
            return shipped;
        }
        List<String> names = names(folder);
        throw Errors.option(
                option + " " + written,
                "is neither a file nor the name of a " + what + "; allowed: a file, "
                        + (names.isEmpty() ? "or a name in " + folder : String.join(", ", names))
                        + Nearest.hint(written, names));
    }

    /** Names of the shipped files, without their ending, in alphabetical order. */
    static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
