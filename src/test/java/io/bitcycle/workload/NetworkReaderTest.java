package io.bitcycle.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.json.BadInputException;
import io.bitcycle.json.Problem;
import io.bitcycle.workload.layer.ConvSpec;
import io.bitcycle.workload.layer.LayerSpec;
import io.bitcycle.workload.layer.LinearSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkReaderTest {
    private static final String SMALL = """
            {
              "name": "small",
              "source": "made up",
              "input": { "channels": 1, "height": 8, "width": 8 },
              "classes": 10,
              "layers": [
                { "type": "conv", "in": 1, "out": 4, "kernel": 3, "stride": 1, "padding": 1, "groups": 1 },
                { "type": "repeat", "times": 2, "layers": [
                  { "type": "residual", "body": [
                    { "type": "batchnorm", "channels": 4 },
                    { "type": "relu" }
                  ] }
                ] },
                { "type": "max-pool", "kernel": 2, "stride": 2 },
                { "type": "linear", "name": "scores", "in": 64, "out": 10 }
              ],
              "training": { "batch": 4, "epochs": 1, "learning_rate": 0.1, "momentum": 0.9, "weight_decay": 0,
                "learning_rate_schedule": "constant" }
            }
            """;

    @TempDir
    private Path folder;

    private NetworkSpec read(String json) throws IOException {
        return NetworkReader.read(Files.writeString(folder.resolve("trace.json"), json));
    }

    private List<String> problems(String json) {
        BadInputException bad = assertThrows(BadInputException.class, () -> read(json));
        return bad.problems().stream()
                .map(Problem::toString)
                .map(line -> line.substring(line.indexOf("trace.json:")))
                .toList();
    }

    /** By hand: 2,304 products at 8 x 8 + 7 x 8 + 8 x 7, 640 at the schedule's 4 x 3 + 6 x 3 + 4 x 6. */
    @Test
    void layersKeepWidthsOfTheirOwn() throws IOException {
        NetworkSpec spec =
                read(SMALL.replace("\"groups\": 1 }", "\"groups\": 1, \"forward_bits\": 8, \"backward_bits\": 7 }"));
        assertEquals(2304 * 176 + 640 * 54, spec.bitOps(3, 4, 6).longValueExact());
        assertEquals((2304 + 640) * 54L, read(SMALL).bitOps(3, 4, 6).longValueExact());
        assertEquals(
                List.of(
                        "trace.json:15:80: layers[3].forward_bits: is of a layer that is not quantized; allowed where it is"),
                problems(SMALL.replace("\"out\": 10 }", "\"out\": 10, \"forward_bits\": 8 }")));
        assertEquals(
                List.of("trace.json:15:80: layers[3].forward_bits: is 17; allowed: an integer from 1 to 16"),
                problems(SMALL.replace("\"out\": 10 }", "\"out\": 10, \"forward_bits\": 17 }")));
    }

    @Test
    void unrollsRepeatsAndNamesLayers() throws IOException {
        NetworkSpec spec = read(SMALL);
        assertEquals(
                List.of("conv1", "residual1", "residual2", "max-pool1", "scores"),
                spec.layers().stream().map(LayerSpec::name).toList());
        // 8 x 8 positions x 9 taps x 4 channels, and 64 x 10.
        assertEquals(8 * 8 * 9 * 4 + 640, spec.forwardMacs());
        assertEquals(
                List.of(true, false),
                List.of(
                        ((ConvSpec) spec.layers().get(0)).quantized(),
                        ((LinearSpec) spec.layers().get(4)).quantized()));
    }

    @Test
    void everyShippedTraceIsValid() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(Path.of("traces"))) {
            files = listed.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        assertEquals(26, files.size());
        for (Path file : files) {
            assertEquals(file.getFileName().toString(), NetworkReader.read(file).name() + ".json");
        }
    }

    /** Layer by layer: 3x3 convolutions at 32, 16 and 8 pixels, 1x1 shortcuts, the linear layer; He et al. count 41 M for n = 3. */
    @ParameterizedTest
    @CsvSource({"resnet20-cifar10, 40.8", "resnet38-cifar10, 83.3", "resnet74-cifar10, 168.2"})
    void countsTheMacsOfCifarResNets(String name, double megaMacs) {
        NetworkSpec spec = NetworkReader.read(Path.of("traces", name + ".json"));
        assertEquals(megaMacs, spec.forwardMacs() / 1e6, 0.3);
    }

    @Test
    void namesTheLayerWhoseShapeDoesNotChain() {
        assertEquals(
                List.of("trace.json:15:49: layers[3].in: is 63, but the input of 4x4x4 has 64 features; allowed: 64"),
                problems(SMALL.replace("\"in\": 64", "\"in\": 63")));
        assertEquals(
                List.of(
                        "trace.json:10:44: layers[1].layers[0].body[0].channels: is 5, but the input of 4x8x8 has 4 channels;"
                                + " allowed: 4"),
                problems(SMALL.replace("\"channels\": 4", "\"channels\": 5")));
        assertEquals(
                List.of("trace.json:5:14: classes: is 11, but the last layer gives 10x1x1; allowed: 10"),
                problems(SMALL.replace("\"classes\": 10", "\"classes\": 11")));
    }

    @Test
    void reportsEveryMistakeAtOnce() {
        List<String> problems = problems(SMALL.replace("\"relu\"", "\"rellu\"")
                .replace("\"groups\": 1", "\"groups\": 0")
                .replace("\"epochs\"", "\"epoch\""));
        assertEquals(4, problems.size(), problems.toString());
        assertEquals("trace.json:7:92: layers[0].groups: is 0; allowed: an integer from 1 to 1048576", problems.get(0));
        assertEquals(
                "trace.json:11:19: layers[1].layers[0].body[1].type: is \"rellu\"; allowed: conv, linear,"
                        + " batchnorm, relu, relu6, max-pool, average-pool, global-average-pool, flatten, embedding, positions, layernorm, dropout, gelu, attention, lstm,"
                        + " adaptive-softmax, gemm, residual, repeat; did you mean"
                        + " \"relu\"?",
                problems.get(1));
    }

    /** Old traces state what a layer's input implies; new ones may leave it out. */
    @Test
    void whatTheInputImpliesMayBeLeftOut() throws IOException {
        String terse = SMALL.replace("\"in\": 1, ", "")
                .replace("\"in\": 64, ", "")
                .replace(", \"stride\": 1", "")
                .replace(", \"stride\": 2", "")
                .replace(", \"groups\": 1", "")
                .replace(", \"channels\": 4", "");
        assertEquals(read(SMALL), read(terse));
    }

    @Test
    void refusesLayersThatContradictThemselves() {
        assertEquals(
                List.of(
                        "trace.json:7:92: layers[0].groups: is 3; allowed: a divisor of the 1 input and 4 output channels"),
                problems(SMALL.replace("\"groups\": 1", "\"groups\": 3")));
        assertEquals(
                List.of("trace.json:14:37: layers[2].kernel: is 9, larger than the input of 8x8; allowed: 1 to 8"),
                problems(SMALL.replace("\"max-pool\", \"kernel\": 2", "\"max-pool\", \"kernel\": 9")));
    }

    @Test
    void tellsHowLongTheSourceTrains() throws IOException {
        assertEquals(OptionalLong.empty(), read(SMALL).recipe().iterations(4));
        // 10 samples in batches of 4 are 3 iterations; 2 epochs.
        NetworkSpec epochs = read(SMALL.replace("\"epochs\": 1", "\"epochs\": 2, \"samples\": 10"));
        assertEquals(OptionalLong.of(6), epochs.recipe().iterations(4));
        // 7 iterations of 4 are 28 samples, which are 3 iterations of 10.
        NetworkSpec exact = read(SMALL.replace("\"epochs\": 1", "\"epochs\": 2, \"iterations\": 7"));
        assertEquals(OptionalLong.of(3), exact.recipe().iterations(10));
        NetworkSpec imageNet = NetworkReader.read(Path.of("traces/resnet18-imagenet.json"));
        // 120 epochs of 1,281,167 / 256 = 5004.6 batches.
        assertEquals(OptionalLong.of(120 * 5005), imageNet.recipe().iterations(256));
    }

    @Test
    void refusesRepeatsThatExplode() {
        String nested = "{ \"type\": \"repeat\", \"times\": 1000, \"layers\": [ { \"type\": \"relu\" } ] }";
        for (int i = 0; i < 4; i++) {
            nested = "{ \"type\": \"repeat\", \"times\": 1000, \"layers\": [ " + nested + " ] }";
        }
        List<String> problems = problems(SMALL.replace("{ \"type\": \"relu\" }", nested));
        assertEquals(
                1,
                problems.stream()
                        .filter(line -> line.contains("unrolls to more than"))
                        .count(),
                problems.toString());
    }

    private static final String LIST = """
            {
              "name": "list",
              "source": "made up",
              "chained": false,
              "layers": [
                { "type": "conv", "input": { "channels": 3, "height": 20, "width": 11 }, "out": 8, "kernel": [5, 3], "stride": 2 },
                { "type": "gemm", "name": "scores", "m": 7, "n": 5, "k": 11 }
              ]
            }
            """;

    @Test
    void readsListsOfLayersThatDoNotFeedEachOther() throws IOException {
        NetworkSpec list = read(LIST);
        assertFalse(list.chained());
        assertEquals(
                List.of("conv1", "scores"),
                list.layers().stream().map(LayerSpec::name).toList());
        // 8 x 5 positions of 15 taps in 3 channels; a matrix product.
        assertEquals(8 * 5 * 15 * 3 * 8 + 7 * 5 * 11, list.forwardMacs());
        assertThrows(BadInputException.class, list::recipe);
        assertTrue(read(SMALL).chained());
    }

    @Test
    void refusesWhatOnlyNetworksOrOnlyListsHave() {
        String none = "says nothing of a list of layers; allowed where the layers are chained";
        assertEquals(
                List.of("trace.json:5:14: classes: " + none),
                problems(LIST.replace("\"chained\": false,", "\"chained\": false,\n  \"classes\": 10,")));
        assertEquals(
                List.of(
                        "trace.json:6:5: layers[0]: does not state what it sees; allowed in a list of layers: gemm, and conv"
                                + " with input"),
                problems(LIST.replace(
                                "\"input\": { \"channels\": 3, \"height\": 20, \"width\": 11 }, \"out\"", "\"out\"")
                        .replace("[5, 3]", "1")));
        assertTrue(problems(LIST.replace("false", "true")).get(0).contains("input: is missing"));
        assertTrue(problems(LIST.replace("\"kernel\": [5, 3]", "\"kernel\": [5, 12]"))
                .get(0)
                .contains("kernel: is 5x12"));
        assertTrue(problems(LIST.replace("\"k\": 11", "\"k\": 1048576")
                        .replace("\"n\": 5", "\"n\": 1048576")
                        .replace("\"m\": 7", "\"m\": 16777216"))
                .get(0)
                .contains("has more than 2^4"));
    }
}
