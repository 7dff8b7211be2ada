package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the recorded cases are NumPy's own: ours must equal them byte for byte. */
class QuantizeCommandTest {
    private static final Path CASES = Path.of("src", "test", "resources", "reference", "cpt-quantizer");

    @TempDir
    private Path folder;

    @Test
    void writesTheRecordedFiles() throws IOException {
        int files = 0;
        for (JsonNode entry :
                new ObjectMapper().readTree(CASES.resolve("manifest.json").toFile())) {
            Path recorded = CASES.resolve(entry.get("case").asText());
            Path out = folder.resolve(entry.get("case").asText());
            CommandRun run = CommandRun.of(
                    "quantize",
                    "--tensor",
                    entry.get("tensor").asText(),
                    "--bits",
                    entry.get("bits").asText(),
                    "--in",
                    recorded.resolve("input.npy"),
                    "--noise",
                    recorded.resolve("noise.npy"),
                    "--out",
                    out);
            assertEquals(0, run.exitCode(), run.err());
            for (String name : List.of("codes.npy", "dequantized.npy", "range.npy", "offset.npy")) {
                assertArrayEquals(
                        Files.readAllBytes(recorded.resolve(name)),
                        Files.readAllBytes(out.resolve(name)),
                        out.resolve(name).toString());
                files++;
            }
        }
        assertEquals(24 * 4, files);
    }

    @Test
    void drawsTheNoiseOfGradientsFromTheSeed() throws IOException {
        Path input = CASES.resolve("08-gradient-4b-heavy").resolve("input.npy");
        byte[] first = codes(input, "1", "a");
        assertArrayEquals(first, codes(input, "1", "b"));
        assertTrue(!java.util.Arrays.equals(first, codes(input, "2", "c")));
    }

    @Test
    void saysWhatCannotBeQuantized() throws IOException {
        Path weights = write("w.npy", 1, 2, 3, 4, 5, Float.NaN);
        CommandRun run = quantize("weight", weights);
        assertEquals(
                "--in " + weights
                        + ": element 5 ([1, 2] of [2, 3]) is NaN: only finite values with a finite range can be"
                        + " quantized (has training diverged?)",
                run.errLines().get(0));
        assertEquals(2, run.exitCode());
    }

    @Test
    void saysWhatNoiseCannotBe() throws IOException {
        Path input = write("x.npy", 1, 2, 3, 4, 5, 6);
        Path large = write("large.npy", 0, 0, 0, 0, 0.5f, 0);
        CommandRun run = quantize("gradient", input, "--noise", large);
        assertEquals(
                "--noise " + large + ": noise of element 4 ([1, 1] of [2, 3]) is 0.5, not in [-0.5, 0.5)",
                run.errLines().get(0));
        assertEquals(2, run.exitCode());

        Path small = write("small.npy", 0, 0, 0, 0, 0.25f, 0);
        run = quantize("weight", input, "--noise", small);
        assertEquals(
                "--noise " + small
                        + ": has values other than 0; allowed: noise for gradients, since a weight is rounded to"
                        + " nearest",
                run.errLines().get(0));
        assertEquals(2, run.exitCode());

        Path flat = folder.resolve("flat.npy");
        NpyWriter.write(flat, NpyArray.of(FloatTensor.zeros(6)));
        run = quantize("gradient", input, "--noise", flat);
        assertEquals(
                "--noise " + flat + ": has the shape [6]; allowed: that of --in, [2, 3]",
                run.errLines().get(0));
        assertEquals(2, run.exitCode());
    }

    private byte[] codes(Path input, String seed, String name) throws IOException {
        Path out = folder.resolve(name);
        CommandRun run = CommandRun.of(
                "quantize", "--tensor", "gradient", "--bits", "4", "--in", input, "--out", out, "--seed", seed);
        assertEquals(0, run.exitCode(), run.err());
        return Files.readAllBytes(out.resolve("codes.npy"));
    }

    private CommandRun quantize(String tensor, Path input, Object... more) {
        Object[] arguments = {
            "quantize", "--tensor", tensor, "--bits", "3", "--in", input, "--out", folder.resolve("out")
        };
        Object[] all = java.util.stream.Stream.concat(java.util.Arrays.stream(arguments), java.util.Arrays.stream(more))
                .toArray();
        return CommandRun.of(all);
    }

    /** A tensor [2, 3]. */
    private Path write(String name, float... values) throws IOException {
        Path file = folder.resolve(name);
        NpyWriter.write(file, NpyArray.of(FloatTensor.of(values, 2, 3)));
        return file;
    }
}
