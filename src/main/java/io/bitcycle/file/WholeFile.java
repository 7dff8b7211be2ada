package io.bitcycle.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a file to a temporary name beside it, which becomes its own when it is complete: it is at no time half written. */
public final class WholeFile {
    private static final String TEMPORARY = ".tmp";

    /** Writes what a file is to hold. */
    @FunctionalInterface
    public interface Content {
        /** @param file does not exist yet */
        void write(Path file) throws IOException;
    }

    private WholeFile() {}

    /** Writes a file; one of that name is replaced. Its folder must exist. Of what fails nothing stays behind. */
    public static void write(Path file, Content content) throws IOException {
        Path temporary = temporary(file);
        try {
            content.write(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Removes what processes that were killed had not finished writing in a folder. */
    public static void removeUnfinished(Path folder) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.[0-9]*" + TEMPORARY)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /**
     * A name that no other process or thread uses; {@link Files#createTempFile} would hide the result from other users.
     */
    public static Path temporary(Path file) {
        return file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + "." + UUID.randomUUID() + TEMPORARY);
    }
}
