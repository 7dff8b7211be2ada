package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --dram-trace} of {@code gemm} and {@code conv}. */
class DramTraceCommandTest {
    private static final String GEMM =
            "gemm --hw bitfusion-45nm --shape 40x24x64 --a-bits 4 --b-bits 8 --fidelity shape";
    private static final Path CASE = Path.of("src", "test", "resources", "reference", "cpt-conv", "01");

    @TempDir
    private Path folder;

    private static CommandRun fine(String line) {
        CommandRun run = CommandRun.line(line);
        assertEquals(0, run.exitCode(), run.err());
        return run;
    }

    private List<String> lines(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
        }
        return Files.readAllLines(folder.resolve(name));
    }

    /** 40 x 64 codes of 4 bits, 64 x 24 of 8 and 40 x 24 sums of 32: in bursts of 512 bits at least 20, 24 and 60 of them. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        csv        ; 0,gemm,forward,matrix-product,(activation|weight|output),(read|write),\\d+,0x[0-9a-f]+,64
        ramulator2 ; (LD|ST) 0x[0-9a-f]+
        dramsim3   ; 0x[0-9A-F]+ (READ|WRITE) \\d+
        """)
    void gemmInEveryFormat(String format, String pattern) throws IOException {
        CommandRun run = fine(GEMM + " --dram-trace-format " + format + " --dram-trace " + folder.resolve("t"));
        List<String> lines = lines("t");
        if (format.equals("csv")) {
            assertEquals("op,layer,pass,name,tensor,access,cycle,address,bytes", lines.get(0));
            lines = lines.subList(1, lines.size());
        }
        for (String line : lines) {
            assertTrue(line.matches(pattern), line);
        }
        assertTrue(lines.size() >= 104, "" + lines.size());
        assertTrue(run.out().startsWith("DRAM trace of " + lines.size() + " bursts, up to "), run.out());
        long kib = Long.parseLong(run.out().lines().findFirst().orElseThrow().replaceAll(".* up to (\\d+) KiB", "$1"));
        assertTrue(Files.size(folder.resolve("t")) <= kib << 10);
        assertTrue(run.out().contains("DRAM trace written to " + folder.resolve("t")), run.out());
    }

    /** All passes of a layer, vector work too, by the bytes of its summary. */
    @Test
    void convMovesWhatItsSummaryCounts() throws IOException {
        fine("conv --padding 1 --stride 2 --forward-bits 3 --backward-bits 6 --input " + CASE.resolve("input.npy")
                + " --weight " + CASE.resolve("weight.npy") + " --grad-output " + CASE.resolve("grad_output.npy")
                + " --dram-trace " + folder.resolve("t.csv") + " --out " + folder.resolve("run"));
        compare("t.csv", folder.resolve("run/summary.json"));
    }

    /** One training iteration of a network, chained. */
    @Test
    void simulateMovesWhatItsSummaryCounts() throws IOException {
        String line = "simulate --hw bitfusion-45nm --trace cnn-optdigits --bits 3:8 --grad-bits 8 --batch 4";
        fine(line + " --schedule static --iterations 1 --dram-trace " + folder.resolve("t.csv") + " --out "
                + folder.resolve("run"));
        compare("t.csv", folder.resolve("run/static/summary.json"));
        CommandRun run =
                CommandRun.line(line + " --schedule static --iterations 2 --dram-trace " + folder.resolve("t.csv"));
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("--dram-trace: has one training iteration; allowed: with one --schedule"));
    }

    private void compare(String name, Path summaryFile) throws IOException {
        List<String> lines = lines(name);
        long bytes = 0;
        long before = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            bytes += Long.parseLong(cells[8]);
            assertTrue(Long.parseLong(cells[6]) >= before, line);
            before = Long.parseLong(cells[6]);
        }
        JsonNode summary = new ObjectMapper().readTree(summaryFile.toFile());
        long bits = 0;
        for (JsonNode operand : summary.get("accesses")) {
            bits += operand.path("dram_read_bits").asLong()
                    + operand.path("dram_write_bits").asLong();
        }
        assertEquals(bits, 8 * bytes);
        assertTrue(before < summary.get("cycles").get("total").asLong());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --dram-trace-format csv | --dram-trace-format: has no effect without --dram-trace; allowed: with --dram-trace FILE
        --dram-trace no/t | --dram-trace no/t: cannot be written; allowed: a file in a folder that exists
        --dram-trace t --set dram.burst_bits=1 | --dram-trace t: has bursts of dram.burst_bits 1; allowed: a multiple of 8, e.g. --set dram.burst_bits=512
        """)
    void saysWhatItCannotBe(String options, String expected) {
        CommandRun run = CommandRun.line(GEMM + " " + options);
        assertEquals(List.of(expected), run.errLines());
        assertEquals(2, run.exitCode());
    }

    @Test
    void refusesCyclesThatValuesDecide() {
        CommandRun run = CommandRun.line(GEMM.replace("bitfusion", "term-serial") + " --dram-trace t");
        assertEquals(
                List.of(
                        "--dram-trace t: knows shapes only, but values decide the cycles of array.mac.family term-serial;"
                                + " allowed: another family"),
                run.errLines());
        assertEquals(2, run.exitCode());
    }

    @Test
    void refusesLargeFilesUnlessForced() {
        Path file = folder.resolve("t");
        CommandRun run = CommandRun.line(
                "gemm --hw bitfusion-45nm --set dram.burst_bits=8 --shape 1024x1024x1024 --a-bits 8 --b-bits 8"
                        + " --fidelity shape --dram-trace-format dramsim3 --dram-trace " + file);
        assertEquals(2, run.exitCode());
        assertTrue(
                run.err()
                        .matches(
                                "--dram-trace " + file
                                        + ": would take up to [\\d,]+ MiB \\([\\d,]+ bursts as dramsim3\\); allowed: up to 256 MiB, or --force\\R"),
                run.err());
        assertTrue(Files.notExists(file));
    }
}
