package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.npy.NpyReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The quantizer of RICE-EIC/CPT (cpt_cifar/modules/quantize.py), run on PyTorch 1.13 in float32, recorded in
 * {@code reference/cpt-quantizer}: every code and every float must be equal bit for bit.
 */
class CptReferenceTest {
    private static final Path CASES = resource("/reference/cpt-quantizer");

    private final TreeMap<String, Integer> elements = new TreeMap<>();

    @Test
    void equalsTheRecordedCasesBitForBit() throws IOException {
        List<String> cases = new ArrayList<>();
        for (JsonNode entry :
                new ObjectMapper().readTree(CASES.resolve("manifest.json").toFile())) {
            check(entry);
            cases.add(entry.get("case").asText());
        }
        try (Stream<Path> folders = Files.list(CASES).filter(Files::isDirectory)) {
            assertEquals(
                    cases,
                    folders.map(path -> path.getFileName().toString()).sorted().toList(),
                    "manifest and folders");
        }
        assertEquals(24, cases.size());
        assertEquals("{activation=7200, gradient=608, weight=3264}", elements.toString());
    }

    private void check(JsonNode entry) throws IOException {
        String name = entry.get("case").asText();
        Path folder = CASES.resolve(name);
        FloatTensor input = floats(folder, "input");
        Noise noise = Noise.of(floats(folder, "noise"));
        int bits = entry.get("bits").asInt();
        String tensor = entry.get("tensor").asText();
        Quantizer cpt = Quantizers.named("cpt");
        List<Range> ranges = switch (tensor) {
            case "weight" -> cpt.weightRanges(input, Parallel.SERIAL);
            case "activation" -> List.of(cpt.activationRange(input, Parallel.SERIAL));
            case "gradient" -> List.of(cpt.errorRange(input, Parallel.SERIAL));
            default -> throw new IllegalArgumentException(tensor);
        };
        QuantizedTensor quantized = switch (tensor) {
            case "weight" -> cpt.weight(input, ranges, bits, Parallel.SERIAL);
            case "activation" -> cpt.activation(input, ranges.get(0), bits, Parallel.SERIAL);
            default -> cpt.error(input, ranges.get(0), bits, noise, Parallel.SERIAL);
        };
        float[] range = new float[ranges.size()];
        float[] offset = new float[ranges.size()];
        for (int i = 0; i < range.length; i++) {
            range[i] = ranges.get(i).range();
            offset[i] = ranges.get(i).offset();
        }
        assertSameBits(floats(folder, "range").data(), range, name + " range");
        assertSameBits(floats(folder, "offset").data(), offset, name + " offset");
        IntegerFormat format = IntegerFormat.unsigned(bits);
        assertEquals(format, quantized.codes().format(), name);
        assertArrayEquals(
                NpyReader.readCodes(folder.resolve("codes.npy"), format).patterns(),
                quantized.codes().patterns(),
                name + " codes");
        assertArrayEquals(input.shape(), quantized.codes().shape(), name);
        assertSameBits(
                floats(folder, "dequantized").data(), quantized.dequantized().data(), name + " dequantized");
        elements.merge(tensor, input.size(), Integer::sum);
    }

    private static FloatTensor floats(Path folder, String name) throws IOException {
        return NpyReader.readFloats(folder.resolve(name + ".npy"));
    }

    private static void assertSameBits(float[] expected, float[] actual, String what) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(
                    Integer.toHexString(Float.floatToRawIntBits(expected[i])),
                    Integer.toHexString(Float.floatToRawIntBits(actual[i])),
                    what + " " + i + ": " + expected[i] + " and " + actual[i]);
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(CptReferenceTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
