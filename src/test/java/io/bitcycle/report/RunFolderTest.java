package io.bitcycle.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void jsonIsTheSameEverywhere() throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("exact", new BigDecimal("1E+30").add(new BigDecimal("0.125")));
        json.put("small", new BigDecimal("1E-12"));
        json.put("double", 2e23);
        json.putArray("list").add(1).add("two");
        RunFolder folder = RunFolder.open(temporary.resolve("a").resolve("b"));
        folder.write("x.json", json);
        assertEquals("""
                {
                  "exact": 1000000000000000000000000000000.125,
                  "small": 0.000000000001,
                  "double": 2.0E23,
                  "list": [
                    1,
                    "two"
                  ]
                }
                """, Files.readString(folder.path().resolve("x.json")));
    }

    @Test
    void aRunIsFinishedWhenItHasAManifest() throws IOException {
        RunFolder first = RunFolder.open(temporary);
        first.write("lines.txt", List.of("a", "b"));
        first.finish(manifest());
        assertTrue(Files.exists(temporary.resolve("manifest.json")));
        RunFolder.open(temporary);
        assertFalse(Files.exists(temporary.resolve("manifest.json")));
        assertEquals("a\nb\n", Files.readString(temporary.resolve("lines.txt")));
    }

    /** A process that is killed while it writes leaves a file under a name that no other process uses. */
    @Test
    void whatAKilledProcessLeftIsRemoved() throws IOException {
        Files.writeString(temporary.resolve("ledger.json.7047.tmp"), "[");
        Files.writeString(temporary.resolve("kept.json"), "{}");
        RunFolder.open(temporary);
        assertFalse(Files.exists(temporary.resolve("ledger.json.7047.tmp")));
        assertTrue(Files.exists(temporary.resolve("kept.json")));
    }

    @Test
    void whatFailsLeavesTheOldFile() throws IOException {
        RunFolder folder = RunFolder.open(temporary);
        folder.write("x.txt", List.of("old"));
        Stream<String> lines = Stream.of("new", "broken").peek(line -> {
            if (line.equals("broken")) {
                throw new IllegalStateException("no more lines");
            }
        });
        assertThrows(IllegalStateException.class, () -> folder.write("x.txt", (Iterable<String>) lines::iterator));
        try (Stream<Path> files = Files.list(temporary)) {
            assertEquals(List.of(temporary.resolve("x.txt")), files.toList());
        }
        assertEquals("old\n", Files.readString(temporary.resolve("x.txt")));
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThrows(IOException.class, () -> RunFolder.open(file));
    }

    /** FIPS 180-2, appendix B.1. */
    @Test
    void hashesAreSha256() throws IOException {
        Path file = temporary.resolve("abc");
        Files.writeString(file, "abc");
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Manifest.sha256(file));
    }

    @Test
    void whatDiffersFromRunToRunStandsApart() {
        ObjectNode json = manifest().toJson(Instant.parse("2026-01-02T03:04:07.5Z"));
        assertEquals(
                "2026-01-02T03:04:05Z", json.get("wall_time").get("started").textValue());
        assertEquals(2.5, json.get("wall_time").get("seconds").doubleValue());
        json.remove("wall_time");
        assertEquals(
                "{\"version\":\"1\",\"arguments\":[\"gemm\",\"--a\"],\"seed\":7,\"sha256\":{\"a\":\"00\"}}",
                json.toString());
    }

    private static Manifest manifest() {
        return new Manifest(
                "1",
                List.of("gemm", "--a"),
                7,
                Map.of("a", "00"),
                Optional.empty(),
                Optional.empty(),
                Instant.parse("2026-01-02T03:04:05Z"));
    }
}
