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
import java.util.regex.Pattern;
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

    /**
     * The units' speed by hand, the three passes together. Bit Fusion at 3 or 4 bits against 8: 4 times A x W, twice E x W and A x
     * E, 3 / (1/4 + 1/2 + 1/2) = 2.40; above 4 bits as at 8. Loom at 3 bits: 3 * 64 / (3*3 + 3*8 + 3*8) = 3.37, as BitOPs.
     */
    @Test
    void itsPageSaysWhatToChooseAndWhy() throws IOException {
        Path out = folder.resolve("below/deep");
        CommandRun run = CommandRun.line("compare --hw compare-45nm/bitfusion,compare-45nm/loom-like"
                + " --trace resnet38-cifar100 --out " + out);
        assertEquals(0, run.exitCode(), run.err());
        String page = Files.readString(out.resolve("report.html")).replace('\u00a0', ' ');
        assertTrue(page.contains("Quantized training of resnet38-cifar100 on bitfusion and loom-like"));
        JsonNode best = new ObjectMapper()
                .readTree(out.resolve("compare.json").toFile())
                .at("/best/resnet38-cifar100/energy_pj");
        assertTrue(page.contains("<b>Choose " + best.get("schedule").asText() + " on "
                + best.get("hwconfig").asText() + ": </b>"));
        assertTrue(page.contains("has no mode of its own for 3/8, 5/8, 6/8 and 7/8, "), "in the sentence on bitfusion");
        assertEquals(
                List.of("2.40 × wasted", "2.40 ×", "1.00 × wasted", "1.00 × wasted", "1.00 × wasted", "1.00 ×"),
                speeds(page, "bitfusion"));
        assertEquals(List.of("3.37 ×", "2.40 ×", "1.83 ×", "1.45 ×", "1.19 ×", "1.00 ×"), speeds(page, "loom-like"));
        assertEquals(speeds(page, "as BitOPs promise"), speeds(page, "loom-like"));
        assertEquals(0, CommandRun.line("report " + folder).exitCode(), "found in a folder of folders");
        assertArrayEquals(
                Files.readAllBytes(out.resolve("report.html")), Files.readAllBytes(folder.resolve("report.html")));
    }

    private static List<String> speeds(String page, String array) {
        String row =
                page.replaceFirst("(?s).*<th scope=\"row\">" + array + "</th>(<td class=\"number.*?)</tr>.*", "$1");
        return Pattern.compile("<td class=\"number( wasted)?\">([^<]*)</td>")
                .matcher(row)
                .results()
                .map(cell -> cell.group(2) + (cell.group(1) == null ? "" : cell.group(1)))
                .toList();
    }

    @Test
    void itsPageOfSeveralNetworksBeginsWithOneChoiceForEach() throws IOException {
        assertEquals(0, CommandRun.line(RUN + "--out " + folder).exitCode());
        String page = Files.readString(folder.resolve("report.html"));
        int overview = page.indexOf("What to choose for each network:");
        assertTrue(overview > 0 && overview < page.indexOf("<b>Choose "), "first");
        for (String network : List.of("resnet38-cifar100", "lstm-ptb")) {
            assertTrue(page.contains("<h2 class=\"network\">" + network + "</h2>"), network);
        }
    }

    @Test
    void aDamagedSurveyIsNamed() throws IOException {
        CommandRun.line("compare --hw bitfusion-45nm --trace resnet38-cifar100 --out " + folder);
        Path json = folder.resolve("compare.json");
        Files.writeString(json, Files.readString(json).replace("\"backward_bits\": 8", "\"backward_bits\": 80"));
        CommandRun report = CommandRun.line("report " + folder);
        assertEquals(2, report.exitCode());
        assertTrue(report.err().contains(json + ":"), report.err());
        assertTrue(report.err().contains("backward_bits: is 80; allowed: 1 to 16"), report.err());
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
