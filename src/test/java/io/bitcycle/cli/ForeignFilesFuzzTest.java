package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.hardware.scalesim.ConfigImport;
import io.bitcycle.json.JsonText;
import io.bitcycle.json.Problem;
import io.bitcycle.json.Problems;
import io.bitcycle.workload.ImportedTrace;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.onnx.OnnxImport;
import io.bitcycle.workload.scalesim.TopologyImport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutated files of every format end in success or in problems that name the file, never in an exception, a hang or a large
 * allocation. Each file is read as its command reads it, without a process or console of its own.
 */
class ForeignFilesFuzzTest {
    private static final long SEED = 20261125;
    private static final Path BASE = Path.of("hwconfigs/bit-parallel-8bit-45nm.json");
    private static final List<String> NASTY = List.of(
            "0",
            "-1",
            "1e9",
            "999999999",
            "2147483648",
            "99999999999999999999",
            "1e999999999",
            "NaN",
            "null",
            "[]",
            "{}",
            "\"\"",
            ",",
            ",,,,",
            "\"",
            "\\u0000",
            "\uFEFF",
            "\r",
            "\n\n",
            ":",
            "=",
            "[",
            "]",
            "DP",
            "1:0",
            "true",
            "[[[[[[[[",
            "\"repeat\"",
            "\"residual\"",
            "\"gemm\"",
            "\"chained\": false,");

    private static final String CFG = """
            [general]
            run_name = a
            [architecture_presets]
            ArrayHeight: 32
            ArrayWidth: 32
            IfmapSramSzkB: 64
            FilterSramSzkB: 64
            OfmapSramSzkB: 64
            Dataflow: ws
            [run_presets]
            InterfaceBandwidth: CALC
            """;
    private static final String CONV = """
            Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,
            Conv1,224,224,7,7,3,64,2,
            Conv2_DP,56,56,3,3,64,1,1,2:4,
            FC,1,1,1,1,512,1000,1,
            """;
    private static final String GEMM = "Layer,M,N,K,\nA,128,64,32,\nB,1,1,1,1:1,\n";
    private static final String LIST = """
            {
              "name": "list", "source": "made up", "chained": false,
              "layers": [
                { "type": "conv", "input": { "channels": 3, "height": 20, "width": 10 }, "out": 8, "kernel": [5, 3], "stride": 2 },
                { "type": "gemm", "m": 196, "n": 192, "k": 384 }
              ]
            }
            """;

    private final Random random = new Random(SEED);

    @TempDir
    private Path folder;

    /** Reads one file of a format. */
    private interface Reading {
        void read(Path file, Problems problems);
    }

    @Test
    void traces() throws IOException {
        Reading reading = (file, problems) -> NetworkReader.read(file, problems)
                .ifPresent(network -> network.products(1).forEach(product -> product.macs()));
        fuzz("cnn.json", Files.readAllBytes(Path.of("traces/cnn-optdigits.json")), 2000, reading);
        fuzz("resnet.json", Files.readAllBytes(Path.of("traces/resnet8-optdigits.json")), 1000, reading);
        fuzz("list.json", LIST.getBytes(StandardCharsets.UTF_8), 1500, reading);
    }

    @Test
    void hwconfigs() throws IOException {
        fuzz(
                "hw.json",
                Files.readAllBytes(BASE),
                1500,
                (file, problems) -> new HardwareConfigReader().read(file, List.of(), problems));
    }

    @Test
    void scaleSimTopologies() throws IOException {
        Reading reading = (file, problems) -> imported(TopologyImport.read(file, Optional.empty(), problems), problems);
        fuzz("conv.csv", CONV.getBytes(StandardCharsets.UTF_8), 2000, reading);
        fuzz("gemm.csv", GEMM.getBytes(StandardCharsets.UTF_8), 1000, reading);
    }

    @Test
    void scaleSimConfigurations() throws IOException {
        fuzz(
                "a.cfg",
                CFG.getBytes(StandardCharsets.UTF_8),
                1000,
                (file, problems) -> ConfigImport.read(file, BASE, problems));
    }

    @Test
    void onnxModels() throws IOException {
        Reading reading = (file, problems) -> imported(OnnxImport.read(file, problems), problems);
        for (String model : List.of("residual", "perceptron", "quantized", "unsupported")) {
            byte[] bytes = Files.readAllBytes(Path.of("src/test/resources/onnx", model + ".onnx"));
            fuzz(model + ".onnx", bytes, 1000, reading);
        }
    }

    /** What an import makes is checked as a trace, as the command does. */
    private static void imported(Optional<ImportedTrace> trace, Problems problems) {
        trace.ifPresent(
                made -> NetworkReader.parse("imported", String.join("\n", JsonText.lines(made.trace())), problems));
    }

    private void fuzz(String name, byte[] good, int times, Reading reading) throws IOException {
        Path file = folder.resolve(name);
        Problems none = new Problems();
        reading.read(Files.write(file, good), none);
        assertTrue(none.count() == 0 || name.startsWith("unsupported"), () -> name + ": " + none.errors());
        int refused = 0;
        for (int i = 0; i < times; i++) {
            byte[] mutated = mutated(good);
            Files.write(file, mutated);
            Problems problems = new Problems();
            try {
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> reading.read(file, problems));
            } catch (Throwable thrown) {
                Path kept = Files.write(Path.of("target", "fuzz-" + name), mutated);
                fail("mutation " + i + " of " + name + ", seed " + SEED + ", kept as " + kept, thrown);
            }
            for (Problem problem : problems.errors()) {
                assertTrue(!problem.message().isBlank() && !problem.file().isBlank(), problem::toString);
            }
            refused += problems.count() > 0 ? 1 : 0;
        }
        assertTrue(refused > times / 10, name + ": only " + refused + " of " + times + " mutations were refused");
    }

    /** A few changes: bits, bytes, stretches cut, doubled or moved, numbers and words that readers trip over. */
    private byte[] mutated(byte[] good) {
        byte[] bytes = good;
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, at + random.nextInt(12));
            byte[] word = NASTY.get(random.nextInt(NASTY.size())).getBytes(StandardCharsets.UTF_8);
            bytes = switch (random.nextInt(7)) {
                case 0 -> flipped(bytes, at);
                case 1 -> spliced(bytes, at, to, new byte[0]);
                case 2 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
                case 3 -> spliced(bytes, at, at, word);
                case 4 -> spliced(bytes, at, to, word);
                case 5 -> number(bytes, at, word);
                default -> random.nextInt(20) == 0 ? Arrays.copyOf(bytes, at) : flipped(bytes, at);
            };
        }
        return bytes;
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        if (at < changed.length) {
            changed[at] ^= (byte) (random.nextBoolean() ? 1 << random.nextInt(8) : random.nextInt(256));
        }
        return changed;
    }

    /** Replaces the next whole number, if there is one. */
    private static byte[] number(byte[] bytes, int from, byte[] word) {
        int at = from;
        while (at < bytes.length && !Character.isDigit(bytes[at])) {
            at++;
        }
        int to = at;
        while (to < bytes.length && Character.isDigit(bytes[to])) {
            to++;
        }
        return spliced(bytes, at, to, word);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] inserted) {
        byte[] result = new byte[bytes.length - (to - from) + inserted.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(inserted, 0, result, from, inserted.length);
        System.arraycopy(bytes, to, result, from + inserted.length, bytes.length - to);
        return result;
    }
}
