package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyReader;
import io.bitcycle.tensor.npy.NpyType;
import io.bitcycle.tensor.npy.NpyWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gemm --fidelity step}: A = [[1, -2], [3, 4]], B = [[5, 6], [7, 0]]; A B = [[-9, 6], [43, 18]]. */
class GemmStepTest {
    private static final long[] PRODUCT = {-9, 6, 43, 18};
    private static final String SMALL_ARRAY =
            " --set array.rows=2 --set array.cols=2 --set array.interconnect=systolic --set dram.burst_bits=1";

    @TempDir
    private Path folder;

    private String operands;

    @BeforeEach
    void writeOperands() throws IOException {
        NpyWriter.write(folder.resolve("a.npy"), new NpyArray.Integers(NpyType.INT64, new long[] {1, -2, 3, 4}, 2, 2));
        NpyWriter.write(folder.resolve("b.npy"), new NpyArray.Integers(NpyType.INT64, new long[] {5, 6, 7, 0}, 2, 2));
        operands = " --a " + folder.resolve("a.npy") + " --b " + folder.resolve("b.npy")
                + " --a-bits 4 --a-signed --b-bits 3 --fidelity step";
    }

    private CommandRun run(String options) {
        return CommandRun.line("gemm --hw bit-parallel-8bit-45nm" + SMALL_ARRAY + operands + options);
    }

    /** Every family and dataflow: the product, and the summary of {@code exact} to the byte. */
    @ParameterizedTest
    @CsvSource({
        "bit-parallel, os",
        "bit-parallel, ws",
        "bit-parallel, is",
        "subword-parallel, os",
        "subword-parallel, is",
        "bit-fusion, ws",
        "bit-serial, os",
        "bit-serial, ws",
        "bit-serial-2d, is",
        "term-serial, os",
        "term-serial, ws",
    })
    void everyFamily(String family, String dataflow) throws IOException {
        Map<String, String> written = new HashMap<>();
        for (String fidelity : List.of("step", "exact")) {
            Path out = folder.resolve(fidelity);
            CommandRun run = CommandRun.line(("gemm --hw bitfusion-45nm" + SMALL_ARRAY + operands)
                            .replace("--fidelity step", "--fidelity " + fidelity)
                    + " --dataflow " + dataflow + " --set array.mac.family=" + family
                    + " --set array.mac.min_bits=2 --set array.mac.lanes=3 --set array.mac.serial_bits=1"
                    + " --set array.mac.serial_operand=weight --set array.mac.lane_sum=apart --out " + out);
            assertEquals(0, run.exitCode(), run.err());
            NpyArray.Integers sums = (NpyArray.Integers) NpyReader.read(out.resolve("accumulators.npy"));
            assertArrayEquals(PRODUCT, sums.values(), fidelity);
            written.put(fidelity, Files.readString(out.resolve("summary.json")));
        }
        assertEquals(written.get("exact"), written.get("step"));
    }

    /** Signed units get 3-bit unsigned codes less 4; what the array sums is restored at its edge. */
    @Test
    void centredCodes() throws IOException {
        Path out = folder.resolve("out");
        CommandRun run = run(" --set array.mac.operand_signs=signed --out " + out);
        assertEquals(0, run.exitCode(), run.err());
        assertArrayEquals(PRODUCT, ((NpyArray.Integers) NpyReader.read(out.resolve("accumulators.npy"))).values());
    }

    /**
     * 2 x 2 units, B stationary, worked out by hand: 21 cycles of DRAM latency and one for 8 codes of 8 bits; two preload
     * cycles, then the wave of A; one cycle for 4 sums of 32 bits on their way to DRAM.
     */
    @Test
    void showsTheArray() {
        CommandRun run = run(" --dataflow ws --show");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(
                List.of(
                        "cycles 0 to 21: the array waits for memory",
                        "cycle 22",
                        "  | - x 7 = 0 | - x 0 = 0 |",
                        "  | - x 0 = 0 | - x 0 = 0 |",
                        "cycle 23",
                        "  | - x 5 = 0 | - x 6 = 0 |",
                        "  | - x 7 = 0 | - x 0 = 0 |",
                        "cycle 24",
                        "  | 1 x 5 = 5 | - x 6 = 0 |",
                        "  | - x 7 = 0 | - x 0 = 0 |",
                        "cycle 25",
                        "  | 3 x 5 = 15  | 1 x 6 = 6 |",
                        "  | -2 x 7 = -9 | - x 0 = 0 |",
                        "cycle 26",
                        "  | - x 5 = 0  | 3 x 6 = 18 |",
                        "  | 4 x 7 = 43 | -2 x 0 = 6 |",
                        "cycle 27",
                        "  | - x 5 = 0 | - x 6 = 0  |",
                        "  | - x 7 = 0 | 4 x 0 = 18 |",
                        "cycle 28: the array waits for memory"),
                run.out().lines().limit(20).toList());
    }

    @Test
    void refusesAWindowBehindTheRun() {
        for (String what : List.of("--show", "--vcd " + folder.resolve("w.vcd"))) {
            assertEquals(0, run(" --dataflow ws --window 28:29 " + what).exitCode());
            CommandRun run = run(" --dataflow ws --window 29:40 " + what);
            assertEquals(List.of("--window 29:40: begins after the last cycle, 28"), run.errLines());
            assertEquals(2, run.exitCode());
        }
    }

    /** A viewer's view of the same wave: times in clock periods of 2,000 ps. */
    @Test
    void writesAWaveform() throws IOException {
        Path file = folder.resolve("w.vcd");
        CommandRun run = run(" --dataflow ws --vcd " + file + " --signals psum,b* --window 23:27");
        assertEquals(0, run.exitCode(), run.err());
        Map<String, TreeMap<Long, String>> wave = parse(Files.readAllLines(file));
        assertEquals(3 + 4 * 3, wave.size(), wave.keySet().toString());
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        for (long cycle = 0; cycle < 4; cycle++) {
            long time = cycle * 2000;
            left.add((int) Long.parseLong(at(wave, "array.row_1.col_0.psum", time), 2));
            right.add((int) Long.parseLong(at(wave, "array.row_0.col_1.psum", time), 2));
            assertEquals("101", at(wave, "array.row_0.col_0.b", time));
            assertEquals("1", at(wave, "array.clk", time));
            assertEquals("0", at(wave, "array.clk", time + 1000));
            assertEquals(cycle + 23, Long.parseLong(at(wave, "array.cycle", time), 2));
            assertEquals("0", at(wave, "array.hold", time));
            assertEquals(cycle == 3 ? "1" : "0", at(wave, "array.row_1.col_1.busy", time));
        }
        assertEquals(List.of(0, 0, -9, 43), left);
        assertEquals(List.of(0, 0, 6, 18), right);
        try (var files = Files.list(folder)) {
            assertFalse(files.anyMatch(each -> each.toString().endsWith(".tmp")));
        }
    }

    /** The load ends with cycle 21. */
    @Test
    void aWaveformShowsThatTheArrayHolds() throws IOException {
        Path file = folder.resolve("w.vcd");
        CommandRun run = run(" --dataflow ws --vcd " + file + " --signals b --window 20:24");
        assertEquals(0, run.exitCode(), run.err());
        Map<String, TreeMap<Long, String>> wave = parse(Files.readAllLines(file));
        List<String> held = new ArrayList<>();
        List<Integer> left = new ArrayList<>();
        for (long cycle = 0; cycle < 4; cycle++) {
            held.add(at(wave, "array.hold", cycle * 2000));
            left.add((int) Long.parseLong(at(wave, "array.row_0.col_0.b", cycle * 2000), 2));
        }
        assertEquals(List.of("1", "1", "0", "0"), held);
        assertEquals(List.of(0, 0, 7, 5), left);
    }

    /**
     * B's codes are centred, so the edge sums A's: 1 - 2 = -1 and 3 + 4 = 7. Row 0 sees 1 and 3 of the two lines, row 1 adds
     * -2 and 4 a cycle later.
     */
    @Test
    void aWaveformHasTheSumsOfCodesAtTheEdge() throws IOException {
        Path file = folder.resolve("w.vcd");
        CommandRun run = run(" --dataflow ws --set array.mac.operand_signs=signed --vcd " + file
                + " --signals edge_a --window 23:27");
        assertEquals(0, run.exitCode(), run.err());
        Map<String, TreeMap<Long, String>> wave = parse(Files.readAllLines(file));
        assertEquals(3 + 2, wave.size(), wave.keySet().toString());
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();
        for (long cycle = 0; cycle < 4; cycle++) {
            first.add(Long.parseUnsignedLong(at(wave, "array.edge_a.row_0", cycle * 2000), 2));
            second.add(Long.parseUnsignedLong(at(wave, "array.edge_a.row_1", cycle * 2000), 2));
        }
        assertEquals(List.of(0L, 1L, 3L, 3L), first);
        assertEquals(List.of(0L, 0L, -1L, 7L), second);
        assertTrue(run(" --vcd " + file + " --signals edge_a").err().contains("is no signal of the array"));
    }

    private static String at(Map<String, TreeMap<Long, String>> wave, String signal, long time) {
        return wave.get(signal).floorEntry(time).getValue();
    }

    /** Changes by signal and time, as IEEE 1364-2005, section 18, defines the file. */
    private static Map<String, TreeMap<Long, String>> parse(List<String> lines) {
        Map<String, TreeMap<Long, String>> signals = new HashMap<>();
        Map<String, TreeMap<Long, String>> byIdentifier = new HashMap<>();
        List<String> scopes = new ArrayList<>();
        long time = -1;
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals("$scope")) {
                scopes.add(words[2]);
            } else if (words[0].equals("$upscope")) {
                scopes.remove(scopes.size() - 1);
            } else if (words[0].equals("$var")) {
                TreeMap<Long, String> changes = new TreeMap<>();
                assertEquals(null, byIdentifier.put(words[3], changes), "identifier used twice: " + line);
                signals.put(String.join(".", scopes) + "." + words[4], changes);
            } else if (line.startsWith("#")) {
                long next = Long.parseLong(line.substring(1));
                assertTrue(next > time, line);
                time = next;
            } else if (line.startsWith("b")) {
                byIdentifier.get(words[1]).put(time, words[0].substring(1));
            } else if (line.startsWith("0") || line.startsWith("1")) {
                byIdentifier.get(line.substring(1)).put(time, line.substring(0, 1));
            }
        }
        return signals;
    }

    @Test
    void refusesALargeWaveformUnlessForced() {
        Path file = folder.resolve("w.vcd");
        String large = "gemm --hw bit-parallel-8bit-45nm --set array.rows=1024 --set array.cols=1024"
                + " --set buffers.weight.kib=4096 --set buffers.output.kib=8192 --dataflow ws" + operands + " --vcd "
                + file;
        CommandRun run = CommandRun.line(large);
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("would take up to"), run.err());
        assertTrue(run.err().contains("; allowed: up to 256 MiB, fewer cycles with --window"), run.err());
        assertFalse(Files.exists(file));
    }

    @Test
    void writesTestVectors() throws IOException {
        Path vectors = folder.resolve("vectors");
        CommandRun run = run(" --dataflow ws --vectors " + vectors);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(List.of("1", "e", "3", "4"), Files.readAllLines(vectors.resolve("a.hex")));
        assertEquals(List.of("5", "6", "7", "0"), Files.readAllLines(vectors.resolve("b.hex")));
        assertEquals(
                List.of("fffffff7", "00000006", "0000002b", "00000012"),
                Files.readAllLines(vectors.resolve("accumulators.hex")));
        assertEquals(List.of("0000000000000006"), Files.readAllLines(vectors.resolve("cycles.hex")));
        assertArrayEquals(PRODUCT, ((NpyArray.Integers) NpyReader.read(vectors.resolve("accumulators.npy"))).values());
        assertArrayEquals(new long[] {6}, ((NpyArray.Integers) NpyReader.read(vectors.resolve("cycles.npy"))).values());
        assertTrue(Files.exists(vectors.resolve("vectors.json")));
    }

    @Test
    void termSerialNeedsValues() {
        CommandRun run = CommandRun.line("gemm --hw bit-parallel-8bit-45nm --set array.mac.family=term-serial"
                + " --set array.mac.lanes=2 --fidelity shape --shape 2x2x2 --a-bits 3 --b-bits 3");
        assertEquals(2, run.exitCode());
        assertEquals(
                List.of("bitcycle gemm: array.mac.family: is term-serial, whose cycles depend on the operands' values; "
                        + "allowed: a fidelity that has values (step, exact), or another family"),
                run.errLines());
    }

    @Test
    void trapEndsTheRun() throws IOException {
        long[] sevens = new long[1000];
        Arrays.fill(sevens, 127);
        NpyWriter.write(folder.resolve("a.npy"), new NpyArray.Integers(NpyType.INT64, sevens, 1, 1000));
        NpyWriter.write(folder.resolve("b.npy"), new NpyArray.Integers(NpyType.INT64, sevens, 1000, 1));
        CommandRun run = CommandRun.line("gemm --hw bit-parallel-8bit-45nm --set array.mac.overflow=trap"
                + " --set array.mac.accumulator_bits=18"
                + operands.replace("--a-bits 4", "--a-bits 8").replace("--b-bits 3", "--b-bits 8"));
        assertEquals(1, run.exitCode());
        // 8 x 127 x 127 = 129,032 fits 18 bits, 9 x 127 x 127 = 145,161 does not.
        assertTrue(run.err().contains("sum 145161 does not fit an accumulator of 18 bits"), run.err());
    }
}
