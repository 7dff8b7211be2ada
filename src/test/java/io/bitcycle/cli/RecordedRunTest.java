package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyReader;
import io.bitcycle.tensor.npy.NpyType;
import io.bitcycle.tensor.npy.NpyWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train --init --batches --noise --log-loss}: another program's run, again. */
class RecordedRunTest {
    private static final Path RECORDED = Path.of("src/test/resources/reference/cpt-training");
    private static final String FILES = " --init %s/init --batches %s/batches.npy --noise %s/noise --log-loss";

    @TempDir
    private Path folder;

    private static CommandRun train(Path recorded, String more) {
        return CommandRun.line("train --network " + recorded.resolve("manifest.json")
                + FILES.replace("%s", recorded.toString()) + more);
    }

    /** PyTorch's losses, of plain and of depthwise convolutions, with SGD and with Adam: to 1e-5 at first, 1e-3 over 8 iterations and 1e-2 over all. */
    @ParameterizedTest
    @ValueSource(strings = {"cpt-training", "cpt-training-depthwise"})
    void followsTheRecordedLosses(String recording) throws IOException {
        Path out = folder.resolve("out");
        Path recorded = RECORDED.resolveSibling(recording);
        CommandRun run = train(recorded, " --out " + out);
        assertEquals(0, run.exitCode(), run.err());
        float[] expected = NpyReader.readFloats(recorded.resolve("loss.npy")).data();
        float[] actual = NpyReader.readFloats(out.resolve("loss.npy")).data();
        assertEquals(expected.length, actual.length);
        List<String> csv = new ArrayList<>(List.of("iteration,loss"));
        for (int i = 0; i < expected.length; i++) {
            double tolerance = i == 0 ? 1e-5 : i < 8 ? 1e-3 : 1e-2;
            assertEquals(expected[i], actual[i], tolerance * expected[i], "loss of iteration " + i);
            csv.add(i + "," + actual[i]);
            assertTrue(run.out().contains("iteration " + i + "  bits "), run.out());
            assertTrue(run.out().contains("  loss " + actual[i] + System.lineSeparator()), run.out());
        }
        assertEquals(csv, Files.readAllLines(out.resolve("loss.csv")));
        assertEquals(csv, Files.readAllLines(out.resolve("recorded/loss.csv")));
        String manifest = Files.readString(out.resolve("manifest.json"));
        for (String input : List.of("batches", "bits", "data", "init", "noise", "trace")) {
            assertTrue(manifest.contains("\"" + input + "\": \""), manifest);
        }
    }

    /** The schedule options hold where there are no bits, and where they are given. */
    @Test
    void takesBitsOfTheScheduleOptions() throws IOException {
        Path copy = copy();
        Files.delete(copy.resolve("bits.npy"));
        CommandRun run = train(copy, " --iterations 2 --schedule static --cycles 1 --bits 2:5");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("static  iteration 1  bits 5/8  loss "), run.out());
        assertFalse(run.out().contains("iteration 2  "), run.out());
        run = train(RECORDED, " --iterations 1 --schedule static --cycles 1 --grad-bits 6");
        assertTrue(run.out().contains("static  iteration 0  bits 8/6  loss "), run.out() + run.err());
    }

    @Test
    void saysWhatDoesNotFit() throws IOException {
        Path copy = copy();
        Files.delete(copy.resolve("init/01-batchnorm-bias.npy"));
        NpyWriter.write(copy.resolve("init/03-conv-weight.npy"), NpyArray.of(FloatTensor.zeros(12, 8, 3, 2)));
        assertRefused(
                train(copy, ""),
                copy.resolve("init/01-batchnorm-weight.npy")
                        + ": belongs to batchnorm1, of which there are files of weight; allowed: bias, weight",
                copy.resolve("init/03-conv-weight.npy")
                        + ": has shape [12, 8, 3, 2]; allowed for weight of conv2: [12, 8, 3, 3]");

        copy = copy();
        Files.delete(copy.resolve("init/07-linear-bias.npy"));
        Files.delete(copy.resolve("init/07-linear-weight.npy"));
        assertRefused(
                train(copy, ""),
                copy.resolve("init")
                        + ": holds files of 4 layers (00, 01, 03, 04); allowed: of 5, the layers with parameters: conv1,"
                        + " batchnorm1, conv2, batchnorm2, linear1");

        copy = copy();
        Files.delete(copy.resolve("noise/005-03.npy"));
        NpyWriter.write(copy.resolve("noise/006-03.npy"), NpyArray.of(FloatTensor.zeros(16, 12, 4, 3)));
        assertRefused(
                train(copy, ""),
                copy.resolve("noise") + ": has no noise of layer 03 in iteration 5",
                copy.resolve("noise/006-03.npy")
                        + ": has shape [16, 12, 4, 3]; allowed: 3072 elements, the layer's output for one batch");

        copy = copy();
        for (int i = 0; i < 16; i++) {
            Path file = copy.resolve("noise").resolve((i < 10 ? "00" : "0") + i + "-03.npy");
            Files.move(file, file.resolveSibling(file.getFileName().toString().replace("-03", "-02")));
        }
        assertRefused(
                train(copy, ""),
                copy.resolve("noise") + ": has noise of layer 02 for conv2, which is layer 03 of the initial weights");

        copy = copy();
        NpyWriter.write(copy.resolve("batches.npy"), new NpyArray.Integers(NpyType.INT32, new long[] {0, 3823}, 1, 2));
        assertRefused(train(copy, ""), copy.resolve("batches.npy") + ": element 1 is 3823; allowed: 0 to 3822");
    }

    @Test
    void readsTheManifestStrictly() throws IOException {
        String manifest = Files.readString(RECORDED.resolve("manifest.json"));
        Path copy = copy();
        Path file = copy.resolve("manifest.json");
        Files.writeString(
                file,
                manifest.replace("\"sgd\"", "\"lion\"")
                        .replace("\"mean cross entropy\"", "\"hinge\"")
                        .replace("\"groups\": 1", "\"group\": 1"));
        assertRefused(
                train(copy, ""),
                file + ":7:11: optimizer.type: is \"lion\"; allowed: sgd, adam",
                file + ":12:10: loss: is \"hinge\"; allowed: mean cross entropy",
                file + ":22:4: layers[0].group: is an unknown key");

        Files.writeString(file, manifest.replace("optdigits.tra", "digits.bin"));
        assertRefused(
                train(copy, ""),
                file
                        + ":2:10: data: is \"digits.bin, pixel / 16, input [N,1,8,8]\"; allowed without --data: optdigits");

        Files.writeString(file, manifest.replace("[N,1,8,8]", "[N,3,8,8]"));
        assertRefused(
                train(copy, ""), file + ":2:10: data: has inputs of 3 x 8 x 8; allowed: 1 x 8 x 8, those of optdigits");

        Files.writeString(file, manifest.replace("\"loss\":", "\"note\": \"by hand\", \"loss\":"));
        CommandRun run = train(copy, " --iterations 1");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("note: is an unknown key and passed over"), run.err());
        assertRefused(train(copy, " --batch 8"), "--batch: cannot be given: ");
        assertRefused(train(copy, " --iterations 17"), "--iterations 17: is out of range; allowed: 1 to 16");
    }

    /** Layers inside others, groups, strides and pooling; files by the layers' places, numbers compared as numbers. */
    @Test
    void placesOfLayersInsideOthers() throws IOException {
        Path made = Files.createDirectories(folder.resolve("nested"));
        Files.writeString(made.resolve("manifest.json"), """
                { "data": "optdigits.tes, pixel / 16, input [N,1,8,8]", "iterations": 2, "batch": 3, "backward_bits": 7,
                  "optimizer": { "type": "adam", "learning_rate": 0.01, "betas": [0.8, 0.99], "eps": 1e-7 },
                  "layers": [
                    { "type": "conv", "in": 1, "out": 4, "kernel": 3, "padding": 1 },
                    { "type": "batchnorm" },
                    { "type": "relu6" },
                    { "type": "max-pool", "kernel": 3, "stride": 2, "padding": 1 },
                    { "type": "residual",
                      "body": [ { "type": "conv", "out": 8, "kernel": 3, "padding": 1, "stride": 2, "groups": 2 } ],
                      "shortcut": [ { "type": "conv", "out": 8, "kernel": 1, "stride": 2 }, { "type": "batchnorm" } ] },
                    { "type": "average-pool", "kernel": 2 },
                    { "type": "flatten" },
                    { "type": "linear", "out": 10, "quantized": true } ] }
                """);
        Random random = new Random(3);
        Object[][] weights = {
            {"00-conv-weight", 4, 1, 3, 3},
            {"01-batchnorm-weight", 4},
            {"01-batchnorm-bias", 4},
            {"4-body-00-conv-weight", 8, 2, 3, 3},
            {"4-shortcut-00-conv-weight", 8, 4, 1, 1},
            {"4-shortcut-01-batchnorm-weight", 8},
            {"4-shortcut-01-batchnorm-bias", 8},
            {"10-linear-weight", 10, 8},
            {"10-linear-bias", 10}
        };
        for (Object[] weight : weights) {
            write(made, "init/" + weight[0], random, 1, weight);
        }
        Object[][] noise = {{"00", 3, 4, 8, 8}, {"4-body-00", 3, 8, 2, 2}, {"4-shortcut-00", 3, 8, 2, 2}, {"10", 3, 10}
        };
        for (Object[] layer : noise) {
            write(made, "noise/0-" + layer[0], random, 0.99, layer);
            write(made, "noise/1-" + layer[0], random, 0.99, layer);
        }
        NpyWriter.write(
                made.resolve("batches.npy"),
                new NpyArray.Integers(NpyType.INT32, new long[] {0, 5, 1796, 7, 7, 3}, 2, 3));
        CommandRun run = train(made, " --schedule static --cycles 1 --bits 6:6");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("static  iteration 1  bits 6/7  loss "), run.out());
    }

    private void write(Path made, String name, Random random, double width, Object... shape) throws IOException {
        int[] sizes = Stream.of(shape).skip(1).mapToInt(size -> (int) size).toArray();
        FloatTensor values = FloatTensor.zeros(sizes);
        for (int i = 0; i < values.size(); i++) {
            values.data()[i] = (float) ((random.nextDouble() - 0.5) * width);
        }
        Path file = made.resolve(name + ".npy");
        Files.createDirectories(file.getParent());
        NpyWriter.write(file, NpyArray.of(values));
    }

    private Path copy() throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy");
        try (Stream<Path> files = Files.walk(RECORDED)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(RECORDED.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        return copy;
    }

    private static void assertRefused(CommandRun run, String... messages) {
        assertEquals(2, run.exitCode(), run.out());
        for (String message : messages) {
            assertTrue(run.err().contains(message), run.err());
        }
    }
}
