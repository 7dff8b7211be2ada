package io.bitcycle.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void replacesAFileAsAWhole() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, "old");
        WholeFile.write(file, temporary -> {
            Files.writeString(temporary, "new");
            assertEquals("old", Files.readString(file));
        });
        assertEquals("new", Files.readString(file));
        assertEquals(List.of("a.txt"), names());
    }

    @Test
    void whatFailsLeavesTheOldFileAlone() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, "old");
        assertThrows(
                IOException.class,
                () -> WholeFile.write(file, temporary -> {
                    Files.writeString(temporary, "ne");
                    throw new IOException("disk full");
                }));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("a.txt"), names());
    }

    @Test
    void removesOnlyWhatWasNotFinished() throws IOException {
        Files.writeString(WholeFile.temporary(folder.resolve("a.txt")), "hal");
        Files.writeString(folder.resolve("ledger.json.7047.tmp"), "[");
        Files.writeString(folder.resolve("a.txt"), "whole");
        Files.writeString(folder.resolve("notes.tmp"), "a user's");
        WholeFile.removeUnfinished(folder);
        assertEquals(List.of("a.txt", "notes.tmp"), names());
    }
}
