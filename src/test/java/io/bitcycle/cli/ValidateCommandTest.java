package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shippedFilesAreFine() throws IOException {
        List<Object> line = new ArrayList<>(List.of("validate"));
        for (String shipped : List.of("hwconfigs", "traces")) {
            try (Stream<Path> files = Files.list(Path.of(shipped))) {
                files.filter(Files::isRegularFile).sorted().forEach(line::add);
            }
        }
        CommandRun run = CommandRun.of(line.toArray());
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        assertEquals(line.size() - 1, run.out().lines().count());
        assertTrue(run.out().contains("bitfusion-45nm.json: fine, the hwconfig bitfusion-45nm"), run.out());
        assertTrue(run.out().contains("cnn-mnist.json: fine, the trace cnn-mnist"), run.out());
        assertTrue(line.size() > 8, "files seen: " + line);
    }

    @Test
    void allProblemsOfAllFilesAreReported() throws IOException {
        Path trace = folder.resolve("trace.json");
        Files.writeString(trace, "{\"name\": \"x\",\n \"layers\": []}");
        Path broken = folder.resolve("broken.json");
        Files.writeString(broken, "{\"name\": }");
        Path missing = folder.resolve("missing.json");
        CommandRun run = CommandRun.of("validate", trace, broken, missing, "hwconfigs/bitfusion-45nm.json");
        assertEquals(2, run.exitCode());
        List<String> lines = run.out().lines().toList();
        assertEquals(4, lines.size(), run.out());
        assertTrue(lines.get(0).matches(".*trace\\.json: \\d problems"), run.out());
        assertEquals(broken + ": 1 problem", lines.get(1));
        assertEquals(missing + ": 1 problem", lines.get(2));
        assertTrue(lines.get(3).contains(": fine, "), run.out());
        assertTrue(run.err().contains(trace + ":2:12: layers: "), run.err());
        assertTrue(run.err().contains(broken + ":1:10: "), run.err());
        assertTrue(run.err().contains(missing + ": no such file"), run.err());
    }
}
