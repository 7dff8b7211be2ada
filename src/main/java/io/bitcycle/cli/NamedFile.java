package io.bitcycle.cli;

import io.bitcycle.json.Nearest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An option that names a JSON file, or one that is shipped in a folder of the installation. */
final class NamedFile {
    private static final String ENDING = ".json";
    private static final String SCHEMA = "schema";
    private static final int DEEPEST = 2;

    private NamedFile() {}

    /**
     * The file that is meant.
     *
     * @param option as typed, e.g. {@code --hw}
     * @param written its value
     * @param folder where the shipped ones are, in sub-folders too: {@code compare-45nm/eyeriss-like}
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
                        + hint(written, names));
    }

    /** The nearest name, or the nearest last part of one. */
    private static String hint(String written, List<String> names) {
        String whole = Nearest.hint(written, names);
        if (!whole.isEmpty()) {
            return whole;
        }
        List<String> lastParts = names.stream()
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .toList();
        return Nearest.to(written, lastParts)
                .map(part -> "; did you mean \"" + names.get(lastParts.indexOf(part)) + "\"?")
                .orElse("");
    }

    /** Names of the shipped files, without their ending, in alphabetical order, those of sub-folders last. */
    static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(folder, DEEPEST, (file, attributes) -> attributes.isRegularFile())) {
            return files.map(folder::relativize)
                    .filter(file -> !file.startsWith(SCHEMA))
                    .map(file -> file.toString().replace(File.separatorChar, '/'))
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted(Comparator.<String>comparingInt(name -> name.indexOf('/') < 0 ? 0 : 1)
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
