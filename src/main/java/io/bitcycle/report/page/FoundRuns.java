package io.bitcycle.report.page;

import io.bitcycle.report.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds what runs wrote, in the folders that a user names and in those below. */
final class FoundRuns {
    /** A folder of the user, one per array in it, one per schedule in that. */
    private static final int DEEPEST = 3;

    private FoundRuns() {}

    /** The folder itself where it is one; else those in it, static runs first, and those below, in alphabetical order. */
    static List<Path> in(Path folder) throws IOException {
        return in(folder, DEEPEST);
    }

    private static List<Path> in(Path folder, int depth) throws IOException {
        if (RunFolder.isRun(folder) || SurveyReader.wrote(folder)) {
            return List.of(folder);
        }
        List<Path> folders;
        try (Stream<Path> children = Files.list(folder)) {
            folders = children.filter(Files::isDirectory)
                    .sorted(Comparator.comparing((Path child) -> !isStatic(child))
                            .thenComparing(child -> child.getFileName().toString()))
                    .toList();
        }
        List<Path> found =
                new ArrayList<>(folders.stream().filter(RunFolder::isRun).toList());
        if (depth > 1) {
            for (Path child : folders) {
                if (!RunFolder.isRun(child)) {
                    found.addAll(in(child, depth - 1));
                }
            }
        }
        return found;
    }

    private static boolean isStatic(Path run) {
        return run.getFileName().toString().startsWith("static");
    }
}
