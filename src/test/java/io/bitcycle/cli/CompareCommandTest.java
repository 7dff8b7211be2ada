package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    private static final String RUN =
            "compare --hw bitfusion-45nm,bit-parallel-8bit-45nm --trace resnet38-cifar100,lstm-ptb ";

    @TempDir
    private Path folder;

    private static JsonNode run(JsonNode json, String trace, String hardware, String schedule) {
        for (JsonNode run : json.get("runs")) {
            if (run.get("trace").asText().equals(trace)
                    && run.get("hwconfig").asText().equals(hardware)
                    && run.get("schedule").asText().equals(schedule)) {
                return run;
            }
        }
        throw new AssertionError(trace + " on " + hardware + " under " + schedule + " is missing");
    }

    @Test
    void tellsWhatIsLeftOfTheSavingOnEachArray() throws IOException {
        CommandRun run = CommandRun.line(RUN + "--out " + folder);
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        assertTrue(run.out().lines().allMatch(line -> line.length() <= 120), run.out());
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("compare.json").toFile());
        assertEquals(2 * 2 * 2, json.get("runs").size());
        JsonNode cpt = run(json, "resnet38-cifar100", "bitfusion-45nm", "cpt 3-8/8");
        // "-36.67 % Ops" of the CPT paper; the whole training is its bookkeeping.
        assertEquals(0.3667, cpt.at("/saved_against_static/bitops").asDouble(), 0.0005);
        assertEquals(cpt.get("bitops"), cpt.get("paper_bitops"));
        assertEquals(64_000L * 128, cpt.get("images").asLong());
        // An array that runs everything at 8 bits saves nothing.
        JsonNode fixed = run(json, "resnet38-cifar100", "bit-parallel-8bit-45nm", "cpt 3-8/8");
        assertEquals(0, fixed.at("/bitops_saving_surviving_in/array_cycles").asDouble());
        // 40 epochs of 26,560 sequences of 35 tokens.
        assertEquals(
                40L * 26_560 * 35,
                run(json, "lstm-ptb", "bitfusion-45nm", "static 8/8")
                        .get("tokens")
                        .asLong());
        assertTrue(json.at("/best/lstm-ptb/energy_pj/hwconfig").isTextual());
    }

    /** The same costs as {@code simulate} counts alone. */
    @Test
    void agreesWithSimulate() throws IOException {
        CommandRun.line("compare --hw bitfusion-45nm --trace resnet38-cifar100 --out " + folder.resolve("c"));
        CommandRun.line("simulate --hw bitfusion-45nm --trace resnet38-cifar100 --out " + folder.resolve("s"));
        ObjectMapper mapper = new ObjectMapper();
        JsonNode compared = run(
                mapper.readTree(folder.resolve("c/compare.json").toFile()),
                "resnet38-cifar100",
                "bitfusion-45nm",
                "cpt 3-8/8");
        JsonNode simulated =
                mapper.readTree(folder.resolve("s/cpt/summary.json").toFile());
        for (String key : List.of("macs", "bitops", "bitops_executed", "cycles", "time_s", "energy_pj", "accesses")) {
            assertEquals(simulated.get(key), compared.get(key), key);
        }
    }

    @Test
    void writesTheSameBytesOnAnyNumberOfThreads() throws IOException {
        CommandRun.line(RUN + "--threads 1 --out " + folder.resolve("1"));
        CommandRun.line(RUN + "--threads 3 --out " + folder.resolve("3"));
        for (String file : List.of("compare.csv", "compare.json", "compare.svg")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("1").resolve(file)),
                    Files.readAllBytes(folder.resolve("3").resolve(file)),
                    file);
        }
        List<String> csv = Files.readAllLines(folder.resolve("1/compare.csv"));
        int columns = csv.get(0).split(",", -1).length;
        csv.forEach(line -> assertEquals(columns, line.split(",", -1).length, line));
        String svg = Files.readString(folder.resolve("1/compare.svg"));
        assertFalse(svg.replace("http://www.w3.org/2000/svg", "").contains("http"), "needs the network");
    }

    @Test
    void refusesWhatItCannotCompare() {
        CommandRun run = CommandRun.line("compare --hw bitfusion-45nm,bitfusion-45 --trace lstm-ptb");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("--hw bitfusion-45: is neither a file nor the name of a hwconfig"), run.err());
        CommandRun trace = CommandRun.line("compare --trace lstm-pbt");
        assertTrue(trace.err().contains("did you mean \"lstm-ptb\"?"), trace.err());
    }
}
