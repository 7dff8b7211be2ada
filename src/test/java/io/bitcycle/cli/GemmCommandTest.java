package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyReader;
import io.bitcycle.tensor.npy.NpyType;
import io.bitcycle.tensor.npy.NpyWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GemmCommandTest {
    private static final ObjectMapper EXACT =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @TempDir
    private Path folder;

    /** Every shipped family, widths, signs and dataflows, drawn anew by each seed; the expected sums are plain loops. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24})
    void sumsAreExact(long seed) throws IOException {
        Random random = new Random(seed);
        String hw = List.of("bit-parallel-8bit-45nm", "bit-serial-45nm", "bitfusion-45nm")
                .get((int) (seed % 3));
        String dataflow = List.of("os", "ws", "is").get(random.nextInt(3));
        int aBits = 1 + random.nextInt(8);
        int bBits = 1 + random.nextInt(8);
        boolean aSigned = random.nextBoolean();
        boolean bSigned = random.nextBoolean();
        int m = 1 + random.nextInt(40);
        int n = 1 + random.nextInt(40);
        int k = 1 + random.nextInt(300);
        long[] a = codes(random, m * k, aBits, aSigned);
        long[] b = codes(random, k * n, bBits, bSigned);
        Path aFile = write("a.npy", a, m, k);
        Path bFile = write("b.npy", b, k, n);
        List<Object> line = new ArrayList<>(List.of("gemm", "--hw", hw, "--dataflow", dataflow));
        line.addAll(List.of("--a", aFile, "--b", bFile, "--a-bits", aBits, "--b-bits", bBits));
        if (aSigned) {
            line.add("--a-signed");
        }
        if (bSigned) {
            line.add("--b-signed");
        }
        Path out = folder.resolve("out");
        line.addAll(List.of("--out", out));
        String drawn = "seed " + seed + ": " + line;

        CommandRun run = CommandRun.of(line.toArray());

        assertEquals(0, run.exitCode(), drawn + run.err());
        NpyArray.Integers sums = (NpyArray.Integers) NpyReader.read(out.resolve("accumulators.npy"));
        assertEquals(NpyType.INT64, sums.type());
        assertArrayEquals(new int[] {m, n}, sums.shape(), drawn);
        assertArrayEquals(product(a, b, m, k, n), sums.values(), drawn);
        JsonNode exact = json(out.resolve("summary.json"));
        assertEquals((long) m * n * k, exact.get("macs").longValue(), drawn);
        assertEquals((long) m * n * k * aBits * bBits, exact.get("bitops").longValue(), drawn);
        assertEquals(0, exact.get("overflows").longValue(), drawn);
        assertAddsUp(exact.get("energy_pj"), drawn);
        assertAddsUp(exact.get("cycles"), drawn);

        // The same operation without values costs the same.
        List<Object> shape =
                new ArrayList<>(List.of("gemm", "--hw", hw, "--dataflow", dataflow, "--fidelity", "shape"));
        shape.addAll(List.of("--shape", m + "x" + n + "x" + k, "--a-bits", aBits, "--b-bits", bBits));
        line.stream().filter(word -> word.toString().endsWith("-signed")).forEach(shape::add);
        shape.addAll(List.of("--out", folder.resolve("shape")));
        assertEquals(0, CommandRun.of(shape.toArray()).exitCode(), drawn);
        assertEquals(exact, json(folder.resolve("shape").resolve("summary.json")), drawn);
        assertFalse(Files.exists(folder.resolve("shape").resolve("accumulators.npy")));
    }

    @ParameterizedTest
    @CsvSource({
        // 300 x 255 x 255 = 19,507,500 needs 26 bits: 25 hold 16,777,215 and wrap at 2^25 = 33,554,432
        "wrap, 26, 19507500, 0",
        "wrap, 25, -14046932, 1",
        // 258 x 65,025 = 16,776,450 is the last sum that fits; each of the 42 additions after it saturates
        "saturate, 25, 16777215, 42"
    })
    void overflowsAreCountedAndSaid(String policy, int accumulatorBits, long expected, long overflows)
            throws IOException {
        CommandRun run = allOnes(policy, accumulatorBits);
        assertEquals(0, run.exitCode(), run.err());
        long[] sums = ((NpyArray.Integers) NpyReader.read(folder.resolve("out").resolve("accumulators.npy"))).values();
        assertArrayEquals(new long[] {expected}, sums);
        assertEquals(
                overflows,
                json(folder.resolve("out").resolve("summary.json"))
                        .get("overflows")
                        .longValue());
        assertEquals(overflows > 0, run.out().contains("did not fit the accumulator"), run.out());
    }

    @Test
    void trapsEndTheCommand() throws IOException {
        CommandRun run = allOnes("trap", 25);
        // 259 x 65,025
        assertEquals(
                "bitcycle gemm: sum 16841475 does not fit an accumulator of 25 bits (overflow policy trap; allowed: a"
                        + " wider array.mac.accumulator_bits, wrap or saturate)",
                run.errLines().get(0));
        assertEquals(1, run.exitCode());
        assertFalse(Files.exists(folder.resolve("out").resolve("manifest.json")), "an unfinished run has no manifest");
    }

    @Test
    void filesDoNotDependOnThreads() throws IOException {
        Path a = write("a.npy", codes(new Random(1), 200 * 300, 8, false), 200, 300);
        Path b = write("b.npy", codes(new Random(2), 300 * 100, 8, false), 300, 100);
        for (int threads : new int[] {1, 2}) {
            CommandRun run = CommandRun.of(
                    "gemm",
                    "--hw",
                    "bit-serial-45nm",
                    "--a",
                    a,
                    "--b",
                    b,
                    "--a-bits",
                    8,
                    "--b-bits",
                    8,
                    "--threads",
                    threads,
                    "--out",
                    folder.resolve("t" + threads));
            assertEquals(0, run.exitCode(), run.err());
        }
        for (String name : List.of("accumulators.npy", "summary.json", "ops.csv")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("t1").resolve(name)),
                    Files.readAllBytes(folder.resolve("t2").resolve(name)),
                    name);
        }
        JsonNode one = json(folder.resolve("t1").resolve("manifest.json"));
        JsonNode two = json(folder.resolve("t2").resolve("manifest.json"));
        ((com.fasterxml.jackson.databind.node.ObjectNode) one).remove("wall_time");
        ((com.fasterxml.jackson.databind.node.ObjectNode) two).remove("wall_time");
        assertEquals(one, two);
        assertEquals(List.of("a", "b", "hwconfig"), names(one.get("sha256")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --a-bits 9 --b-bits 17    | --b-bits 17: is out of range; allowed: 1 to 16
        --a-bits 9 --b-bits 8     | --a-bits 9: is out of range; allowed: 1 to 8 (bit-parallel, array.mac.max_bits 8)
        --a-bits 2 --b-bits 8     | --a A: element 5 ([1, 2] of [2, 3]) is 4, not in 0 to 3 (unsigned 2-bit)
        --a-bits 3 --b-bits 8 --a-signed | --a A: element 5 ([1, 2] of [2, 3]) is 4, not in -4 to 3 (signed 3-bit)
        --a-bits 3 --b-bits 8 --fidelity step | --fidelity step: is not built yet; allowed: exact, shape
        --a-bits 3 --b-bits 8 --shape 2x2x2   | --shape: stands instead of --a and --b; allowed: the one or the other
        """)
    void saysWhatTheOptionsCannotBe(String options, String expected) throws IOException {
        Path a = write("a.npy", new long[] {0, 1, 2, 3, 0, 4}, 2, 3);
        Path b = write("b.npy", new long[] {0, 1, 2}, 3, 1);
        CommandRun run = CommandRun.line("gemm --hw bit-parallel-8bit-45nm --a " + a + " --b " + b + " " + options);
        assertEquals(List.of(expected.replace("--a A", "--a " + a)), run.errLines());
        assertEquals(2, run.exitCode());
    }

    @Test
    void saysWhatTheOperandsCannotBe() throws IOException {
        Path a = write("a.npy", new long[6], 2, 3);
        Path flat = write("flat.npy", new long[3], 3);
        Path other = write("other.npy", new long[4], 2, 2);
        Path floats = folder.resolve("floats.npy");
        NpyWriter.write(floats, new NpyArray.Floats(new float[3], 3, 1));
        String start = "gemm --hw bit-parallel-8bit-45nm --a-bits 3 --b-bits 3 --a " + a + " --b ";
        assertEquals(
                List.of("--b " + flat + ": has the shape [3]; allowed: two dimensions, each at least 1"),
                CommandRun.line(start + flat).errLines());
        assertEquals(
                List.of("--b " + other + ": has the shape [2, 2]; allowed: [3, N], since --a has the shape [2, 3]"),
                CommandRun.line(start + other).errLines());
        assertEquals(
                List.of("--b " + floats + ": codes are integers, not FLOAT32 (convert them: astype(numpy.int32))"),
                CommandRun.line(start + floats).errLines());
        assertEquals(
                List.of("--b: is missing; allowed: --a and --b, or --fidelity shape with --shape"),
                CommandRun.line("gemm --hw bitfusion-45nm --a-bits 3 --b-bits 3 --a " + a)
                        .errLines());
    }

    /** 1 x 300 times 300 x 1, all 255. */
    private CommandRun allOnes(String policy, int accumulatorBits) throws IOException {
        long[] ones = new long[300];
        java.util.Arrays.fill(ones, 255);
        Path a = write("a.npy", ones, 1, 300);
        Path b = write("b.npy", ones, 300, 1);
        return CommandRun.of(
                "gemm",
                "--hw",
                "bit-parallel-8bit-45nm",
                "--a",
                a,
                "--b",
                b,
                "--a-bits",
                8,
                "--b-bits",
                8,
                "--set",
                "array.mac.overflow=" + policy,
                "--set",
                "array.mac.accumulator_bits=" + accumulatorBits,
                "--out",
                folder.resolve("out"));
    }

    private static void assertAddsUp(JsonNode parts, String message) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Iterator<String> names = parts.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            sum = name.equals("total") ? sum : sum.add(parts.get(name).decimalValue());
        }
        assertEquals(0, sum.compareTo(parts.get("total").decimalValue()), message + parts);
        assertTrue(parts.size() > 4, message + parts);
    }

    private static long[] product(long[] a, long[] b, int m, int k, int n) {
        long[] sums = new long[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int l = 0; l < k; l++) {
                    sums[i * n + j] += a[i * k + l] * b[l * n + j];
                }
            }
        }
        return sums;
    }

    private static long[] codes(Random random, int count, int bits, boolean signed) {
        int lowest = signed ? -(1 << (bits - 1)) : 0;
        return random.longs(count, lowest, lowest + (1L << bits)).toArray();
    }

    private Path write(String name, long[] values, int... shape) throws IOException {
        Path file = folder.resolve(name);
        NpyWriter.write(file, new NpyArray.Integers(NpyType.INT16, values, shape));
        return file;
    }

    private static JsonNode json(Path file) throws IOException {
        return EXACT.readTree(file.toFile());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
