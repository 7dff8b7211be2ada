package io.bitcycle.training.data;

import io.bitcycle.json.Position;
import io.bitcycle.json.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A user's folder.
 *
 * @param path as the user named it
 * @param names of the files in it, sorted
 */
public record DataFolder(Path path, List<String> names) {
    public DataFolder {
        names = List.copyOf(names);
    }

    /** Lists a folder; empty when it cannot be listed, which is then among {@code problems}. */
    static Optional<DataFolder> list(Path path, Problems problems) {
        try (Stream<Path> files = Files.list(path)) {
            return Optional.of(new DataFolder(
                    path,
                    files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .sorted()
                            .toList()));
        } catch (IOException e) {
            problems.add(Position.of(path.toString()), "", "cannot be listed (" + e + ")");
            return Optional.empty();
        }
    }

    /** The folder's own name. */
    String name() {
        Path own = path.toAbsolutePath().normalize().getFileName();
        return own == null ? "data" : own.toString();
    }

    /** Files whose whole name matches, sorted. */
    List<Path> matching(Pattern pattern) {
        return names.stream()
                .filter(name -> pattern.matcher(name).matches())
                .map(path::resolve)
                .toList();
    }

    /** The first of the names that is there; else a problem. */
    Optional<Path> firstOf(Problems problems, String... wanted) {
        Optional<Path> found =
                Stream.of(wanted).filter(names::contains).findFirst().map(path::resolve);
        if (found.isEmpty()) {
            problem(problems, "has no file " + String.join(" or ", wanted));
        }
        return found;
    }

    /** Adds a problem that concerns no single file. */
    void problem(Problems problems, String message) {
        problems.add(Position.of(path.toString()), "", message);
    }
}
