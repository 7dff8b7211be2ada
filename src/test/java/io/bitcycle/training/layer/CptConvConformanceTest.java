package io.bitcycle.training.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Noise;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyReader;
import io.bitcycle.workload.ConvShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code QConv2d} of CPT's own code (see the reference data's README): codes and forward accumulators exactly, float tensors
 * within 1e-4 of the largest magnitude. Whether the array takes unsigned codes or centred ones must not matter.
 */
class CptConvConformanceTest {
    private static final Path CASES = Path.of("src/test/resources/reference/cpt-conv");
    private static final double TOLERANCE = 1e-4;

    static List<JsonNode> cases() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        new ObjectMapper().readTree(CASES.resolve("manifest.json").toFile()).forEach(cases::add);
        return cases;
    }

    static Stream<Arguments> casesAndSigns() throws IOException {
        return cases().stream().flatMap(node -> Stream.of("either", "signed").map(signs -> Arguments.of(node, signs)));
    }

    @Test
    void everyRecordedCaseIsHere() throws IOException {
        assertEquals(6, cases().size());
    }

    @ParameterizedTest
    @MethodSource("casesAndSigns")
    void matchesTheRecordedLayer(JsonNode node, String signs) throws IOException {
        Path folder = CASES.resolve(node.get("case").asText());
        int kernel = node.get("kernel").asInt();
        ConvShape shape = new ConvShape(
                node.get("batch").asInt(),
                node.get("in_channels").asInt(),
                node.get("height").asInt(),
                node.get("width").asInt(),
                node.get("out_channels").asInt(),
                kernel,
                kernel,
                node.get("stride").asInt(),
                node.get("padding").asInt(),
                node.get("groups").asInt());
        int forwardBits = node.get("forward_bits").asInt();
        Quantizer quantizer = Quantizers.named("cpt");
        FloatTensor inputValues = NpyReader.readFloats(folder.resolve("input.npy"));
        QuantizedTensor input = quantizer.activation(
                inputValues, quantizer.activationRange(inputValues, Parallel.SERIAL), forwardBits, Parallel.SERIAL);
        QuantizedTensor weight =
                quantizer.weight(NpyReader.readFloats(folder.resolve("weight.npy")), forwardBits, Parallel.SERIAL);
        QuantizedTensor error = quantizer.error(
                NpyReader.readFloats(folder.resolve("grad_output.npy")),
                node.get("backward_bits").asInt(),
                Noise.of(NpyReader.readFloats(folder.resolve("grad_noise.npy"))),
                Parallel.SERIAL);
        assertCodes(folder.resolve("input_codes.npy"), input.codes());
        assertCodes(folder.resolve("weight_codes.npy"), weight.codes());
        assertCodes(folder.resolve("grad_output_codes.npy"), error.codes());

        AcceleratorSession session = new Accelerator(new HardwareConfigReader()
                        .read(Path.of("hwconfigs/bitfusion-45nm.json"), List.of("array.mac.operand_signs=" + signs))
                        .config())
                .session(new Workers(1));
        QuantizedConvolution convolution = new QuantizedConvolution("conv", shape, 32, session);
        QuantizedConvolution.Forward forward = convolution.forward(input, weight, true);
        assertArrayEquals(integers(folder.resolve("forward_accumulators.npy")), forward.codeProducts());
        assertClose(folder.resolve("output.npy"), forward.output());
        assertClose(folder.resolve("grad_weight.npy"), convolution.backwardWeight(input, error));
        assertClose(
                folder.resolve("grad_input.npy"),
                new QuantizedBackwardData("conv", shape, 32, session).backwardData(error, weight, false));
    }

    private static long[] integers(Path file) throws IOException {
        return ((NpyArray.Integers) NpyReader.read(file)).values();
    }

    private static void assertCodes(Path file, CodeTensor actual) throws IOException {
        long[] expected = integers(file);
        assertEquals(expected.length, actual.size());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual.code(i), file + " element " + i);
        }
    }

    private static void assertClose(Path file, FloatTensor actual) throws IOException {
        float[] expected = NpyReader.readFloats(file).data();
        assertEquals(expected.length, actual.size());
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual.data()[i], TOLERANCE * largest, file + " element " + i);
        }
    }
}
