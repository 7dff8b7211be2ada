package io.bitcycle.workload.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.bitcycle.json.JsonText;
import io.bitcycle.json.Problem;
import io.bitcycle.json.Problems;
import io.bitcycle.workload.ImportedTrace;
import io.bitcycle.workload.NetworkReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strides, dilations and paddings of ONNX convolutions and poolings. */
class OnnxWindowTest {
    private static final List<Long> FOUR_3X3 = List.of(4L, 1L, 3L, 3L);

    @TempDir
    private Path folder;

    private Optional<ImportedTrace> imported(SmallModel model, Problems problems, long height, long width)
            throws IOException {
        model.node("GlobalAveragePool", "pool", List.of()).node("Flatten", "flat", List.of());
        return OnnxImport.read(model.write(folder.resolve("m.onnx"), height, width), problems);
    }

    private List<String> problems(SmallModel model) throws IOException {
        Problems problems = new Problems();
        assertTrue(imported(model, problems, 16, 12).isEmpty());
        return problems.errors().stream().map(Problem::toString).toList();
    }

    /** Attributes as {@code strides=2 2; auto_pad=SAME_UPPER}. */
    private static ByteString[] attributes(String text) {
        return Arrays.stream(text.split("; "))
                .map(each -> each.split("="))
                .map(each -> each[0].equals("auto_pad")
                        ? SmallModel.text(each[0], each[1])
                        : SmallModel.integers(
                                each[0],
                                Arrays.stream(each[1].split(" "))
                                        .mapToLong(Long::parseLong)
                                        .toArray()))
                .toArray(ByteString[]::new);
    }

    /**
     * Outputs of a 3 x 3 convolution to 4 channels, as the ONNX operators document counts them: ⌈size / stride⌉ for SAME,
     * ⌊(size + pads - 3) / stride⌋ + 1 else; each is 4 x 9 multiplications.
     */
    @ParameterizedTest
    @CsvSource({
        "strides=2 2; auto_pad=SAME_UPPER, 16, 16, 8, 8, true",
        "strides=2 2; auto_pad=SAME_LOWER, 16, 12, 8, 6, true",
        "strides=1 1; auto_pad=SAME_UPPER, 16, 12, 16, 12, false",
        "strides=2 2; auto_pad=SAME_UPPER, 15, 15, 8, 8, false",
        "strides=2 2; pads=0 0 1 1, 16, 16, 8, 8, true",
        "strides=1 1; pads=0 0 2 2, 16, 16, 16, 16, true",
        "strides=1 1; pads=1 1 1 1, 16, 16, 16, 16, false",
        "strides=1 1; auto_pad=VALID, 16, 16, 14, 14, false"
    })
    void countsAsManyOutputs(String attributes, long height, long width, long rows, long columns, boolean evened)
            throws IOException {
        Problems problems = new Problems();
        ImportedTrace trace = imported(
                        new SmallModel().node("Conv", "c", FOUR_3X3, attributes(attributes)), problems, height, width)
                .orElseThrow(() -> new AssertionError(problems.errors()));
        String text = String.join("\n", JsonText.lines(trace.trace()));
        assertEquals(
                rows * columns * 4 * 9,
                NetworkReader.parse("m", text, problems).orElseThrow().forwardMacs(),
                text);
        assertEquals(
                evened
                        ? List.of("paddings that differ from side to side are put evenly around, with as many outputs:"
                                + " 1 window")
                        : List.of(),
                trace.notes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strides=2 1 | has strides of [2, 1]; allowed: the same for both axes",
                "strides=0 0 | has strides of 0; allowed: 1 to 16384",
                "dilations=2 2 | has dilations of [2, 2]; allowed: 1",
                "dilations=1 2 | has dilations of [1, 2]; allowed: 1",
                "pads=0 3 0 3 | has pads of [0, 3, 0, 3]; allowed: one padding for all sides, or sides that give as many"
                        + " outputs as one would",
                "pads=1 1 | has pads of [1, 1]; allowed: four, each 0 to 16384",
                "pads=-1 0 0 0 | has pads of [-1, 0, 0, 0]; allowed: four, each 0 to 16384",
                "auto_pad=SAME | has an auto_pad of \"SAME\"; allowed: NOTSET, VALID, SAME_UPPER, SAME_LOWER",
            })
    void namesTheAttributeThatTracesCannotHold(String attributes, String message) throws IOException {
        List<String> problems = problems(new SmallModel().node("Conv", "c", FOUR_3X3, attributes(attributes)));
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).endsWith(": graph.node \"c\" (\"Conv\"): " + message), problems.get(0));
    }

    @Test
    void poolingsNameTheirAttributeToo() throws IOException {
        for (String[] each : new String[][] {
            {"MaxPool", "kernel_shape=2 3", "has a kernel_shape of [2, 3]"},
            {"MaxPool", "kernel_shape=2 2; dilations=2 2", "has dilations of [2, 2]"},
            {"AveragePool", "kernel_shape=3 3; pads=1 1 1 1", "pads its input; allowed of AveragePool: none"}
        }) {
            List<String> problems = problems(new SmallModel().node(each[0], "p", List.of(), attributes(each[1])));
            assertTrue(
                    problems.get(0).contains("graph.node \"p\" (\"" + each[0] + "\"): " + each[2]), problems::toString);
        }
    }

    @Test
    void sequencesAreRefusedWithWhereToLook() throws IOException {
        for (String op : List.of("LSTM", "GRU", "MultiHeadAttention")) {
            List<String> problems = problems(new SmallModel().node(op, "s", List.of(16L, 4L)));
            assertEquals(1, problems.size(), problems::toString);
            assertTrue(problems.get(0).contains("not supported: \"" + op + "\" (\"s\")"), problems::toString);
            assertTrue(
                    problems.get(0).contains("a trace states them itself, as traces/lstm-ptb.json"),
                    problems::toString);
        }
    }
}
