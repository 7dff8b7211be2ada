package io.bitcycle.workload.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.json.JsonText;
import io.bitcycle.json.Problem;
import io.bitcycle.json.Problems;
import io.bitcycle.workload.ImportedTrace;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models come from ONNX's own Python package: {@code src/test/resources/onnx/make.py}. */
class OnnxImportTest {
    private static final Path MODELS = Path.of("src/test/resources/onnx");

    @TempDir
    private Path folder;

    private static ImportedTrace trace(String model) {
        Problems problems = new Problems();
        Optional<ImportedTrace> trace = OnnxImport.read(MODELS.resolve(model + ".onnx"), problems);
        assertEquals(List.of(), problems.errors());
        return trace.orElseThrow();
    }

    private static NetworkSpec network(String model) {
        Problems problems = new Problems();
        Optional<NetworkSpec> network = NetworkReader.parse(
                model, String.join("\n", JsonText.lines(trace(model).trace())), problems);
        assertEquals(List.of(), problems.errors());
        return network.orElseThrow();
    }

    private static List<String> problems(Path file) {
        Problems problems = new Problems();
        assertTrue(OnnxImport.read(file, problems).isEmpty());
        return problems.errors().stream().map(Problem::toString).toList();
    }

    /** Multiply-accumulates of each product, counted by hand from make.py. */
    @Test
    void infersShapesThroughResidualBlocks() {
        long stem = 16 * 16 * 8 * 27;
        long block1 = 2 * 8 * 8 * 8 * 72;
        long block2 = 4 * 4 * 16 * 72 + 4 * 4 * 16 * 9 + 4 * 4 * 16 * 8;
        NetworkSpec network = network("residual");
        assertEquals(stem + block1 + block2 + 160, network.forwardMacs());
        assertEquals(10, network.classes());
        assertEquals(3, network.input().channels());
        String text = String.join("\n", JsonText.lines(trace("residual").trace()));
        assertEquals(2, text.split("\"type\": \"residual\"").length - 1, text);
        assertEquals(1, text.split("\"shortcut\"").length - 1, text);
        assertTrue(text.contains("\"type\": \"relu6\""), text);
        assertTrue(text.contains("\"kernel\": 3, \"stride\": 1, \"padding\": 1, \"groups\": 16 }"), text);
        assertTrue(text.contains("biases of 2 of 7 products"), text);
    }

    @Test
    void readsPerceptronsWithDynamicShapes() {
        NetworkSpec network = network("perceptron");
        assertEquals(64 * 32 + 32 * 10, network.forwardMacs());
        assertEquals(
                List.of("elementwise work is left out: 2 Add, 1 Softmax"),
                trace("perceptron").notes());
    }

    @Test
    void tellsTheWidthsOfQonnxQuantizers() {
        assertEquals(8 * 8 * 4 * 9 + 2560, network("quantized").forwardMacs());
        assertEquals(
                List.of("QONNX widths of weights: 4 bits in 2 layers; of activations: 3 bits in 1 layer, 8 bits in 1"
                        + " layer; the precision schedule decides what is simulated"),
                trace("quantized").notes());
    }

    @Test
    void listsEveryUnsupportedOperatorInOneProblem() {
        List<String> problems = problems(MODELS.resolve("unsupported.onnx"));
        assertEquals(1, problems.size(), problems::toString);
        String expected =
                ": has operators that are not supported: \"Sigmoid\" (\"Sigmoid_b\", \"Sigmoid_e\"), \"Concat\""
                        + " (\"Concat_f\"); allowed: Conv, Gemm, MatMul, ";
        assertTrue(problems.get(0).contains(expected), problems::toString);
    }

    @Test
    void refusesWhatIsNoModel() throws IOException {
        byte[] model = Files.readAllBytes(MODELS.resolve("residual.onnx"));
        Path file = folder.resolve("m.onnx");
        for (byte[] bytes : List.of(
                new byte[0],
                "{\"name\": 1}".getBytes(),
                Arrays.copyOf(model, 1000),
                // A graph of two gigabytes, of which ten bytes are there.
                new byte[] {0x3a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 1, 2, 3, 4})) {
            List<String> problems = problems(Files.write(file, bytes));
            assertEquals(1, problems.size(), problems::toString);
            assertTrue(problems.get(0).startsWith(file + ": is not an ONNX model"), problems::toString);
        }
        assertEquals(List.of(folder.resolve("none") + ": no such file"), problems(folder.resolve("none")));
    }
}
