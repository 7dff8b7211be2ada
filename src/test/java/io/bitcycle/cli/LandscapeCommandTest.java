package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code landscape} of short runs. */
class LandscapeCommandTest {
    private static final List<String> FILES = List.of("landscape.json", "landscape.csv", "landscape.svg");

    @TempDir
    private Path folder;

    private Path trained() {
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.of(
                "train",
                "--network",
                "golden/tiny-optdigits",
                "--bits",
                "3:8",
                "--iterations",
                40,
                "--cycles",
                2,
                "--batch",
                32,
                "--out",
                out);
        assertEquals(0, run.exitCode(), run.err());
        return out;
    }

    private static CommandRun measure(Path run, int threads) {
        return CommandRun.of(
                "landscape",
                run,
                "--samples",
                60,
                "--points",
                3,
                "--directions",
                2,
                "--power-iterations",
                2,
                "--threads",
                threads);
    }

    @Test
    void measuresEveryRunOfAFolderTheSameOnAnyThreads() throws IOException {
        Path out = trained();
        CommandRun first = measure(out, 1);
        assertEquals(0, first.exitCode(), first.err());
        JsonNode json =
                new ObjectMapper().readTree(out.resolve("cpt/landscape.json").toFile());
        assertTrue(json.get("loss").asDouble() > 0);
        assertEquals(json.at("/rise/mean").asDouble(), json.get("sharpness").asDouble());
        assertTrue(json.at("/rise/largest").asDouble() >= json.at("/rise/mean").asDouble());
        assertTrue(Math.abs(json.at("/hessian/largest_eigenvalue").asDouble()) > 0);
        assertEquals(10, Files.readAllLines(out.resolve("static/landscape.csv")).size());
        byte[][] before = new byte[FILES.size()][];
        for (int i = 0; i < before.length; i++) {
            before[i] = Files.readAllBytes(out.resolve("cpt").resolve(FILES.get(i)));
        }
        assertEquals(0, measure(out, 2).exitCode());
        for (int i = 0; i < before.length; i++) {
            assertArrayEquals(before[i], Files.readAllBytes(out.resolve("cpt").resolve(FILES.get(i))), FILES.get(i));
        }
        CommandRun report = CommandRun.of("report", out);
        assertEquals(0, report.exitCode(), report.err());
        assertTrue(Files.readString(out.resolve("report.html")).contains("<h2>Loss landscape</h2>"));
    }

    @Test
    void refusesWhatIsNoTraining() {
        CommandRun none = CommandRun.of("landscape", folder);
        assertEquals(2, none.exitCode());
        assertTrue(none.err().contains("holds no finished training; allowed: what train wrote to --out"), none.err());
        CommandRun even = CommandRun.of("landscape", trained(), "--points", 4);
        assertEquals(2, even.exitCode());
        assertTrue(even.err().contains("the points are 4, allowed are odd numbers from 3"), even.err());
    }
}
