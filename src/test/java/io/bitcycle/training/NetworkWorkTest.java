package io.bitcycle.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.TestHardware;
import io.bitcycle.energy.EnergyTable;
import io.bitcycle.json.Problems;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.training.data.Batch;
import io.bitcycle.training.layer.ErrorNoise;
import io.bitcycle.training.layer.Step;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.work.NetworkWork;
import io.bitcycle.workload.work.Quantization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The law between fidelities: what an exact iteration records is, op for op, what the shapes alone say. */
class NetworkWorkTest {
    /** Every trace of a family once with CPT's quantizer; the small ones with every quantizer. */
    static Stream<Arguments> networks() {
        Stream<Arguments> families = Stream.of("resnet20-cifar10", "resnet38-cifar100", "mobilenetv2-cifar10")
                .map(trace -> Arguments.of(trace, "cpt"));
        Stream<Arguments> small = Stream.of(
                        "cnn-optdigits", "resnet8-optdigits", "cnn-mnist", "lstm-grammar", "transformer-grammar")
                .flatMap(trace -> Quantizers.ALL.stream().map(quantizer -> Arguments.of(trace, quantizer.name())));
        return Stream.concat(Stream.concat(families, small), Stream.of(Arguments.of("resnet18-imagenet", "cpt")));
    }

    /** ImageNet's networks on images of a quarter of the width. */
    private static NetworkSpec read(String trace) throws IOException {
        String text = Files.readString(Path.of("traces", trace + ".json"));
        return NetworkReader.parse(
                        trace,
                        text.replace(": 224", ": 56").replace("\"kernel\": 7 }", "\"kernel\": 2 }"),
                        new Problems())
                .orElseThrow();
    }

    /** Layers that keep widths of their own beside one that does not. */
    @ParameterizedTest
    @ValueSource(strings = {"cpt", "cpt-folded"})
    void layersKeepWidthsOfTheirOwn(String quantizer) throws IOException {
        String text = Files.readString(Path.of("traces/cnn-optdigits.json"))
                .replaceFirst("\"groups\": 1 }", "\"groups\": 1, \"forward_bits\": 8, \"backward_bits\": 7 }")
                .replace("\"out\": 10 }", "\"out\": 10, \"quantized\": true, \"forward_bits\": 5 }");
        exactRecordsWhatShapesSay(
                NetworkReader.parse("trace", text, new Problems()).orElseThrow(), quantizer);
    }

    /** Words in clusters in embedding and softmax, with tables of their own and shared. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void embeddingInClusters(boolean tied) throws IOException {
        String clusters = "79, \"cutoffs\": [20, 76], \"divisor\": 2, \"tail_tokens\": \"own\"";
        String text = Files.readString(Path.of("traces/transformer-grammar.json"))
                .replace("79, \"features\"", clusters + ", \"features\"")
                .replace("79, \"tied\": true", clusters + ", \"tied\": " + tied);
        exactRecordsWhatShapesSay(
                NetworkReader.parse("trace", text, new Problems()).orElseThrow(), "cpt");
    }

    /** Words in clusters, of which in training every token or those of its own words go through each. */
    @ParameterizedTest
    @ValueSource(strings = {"all", "own"})
    void wordsInClusters(String tailTokens) throws IOException {
        String text = Files.readString(Path.of("traces/transformer-grammar.json"))
                .replace(
                        "79, \"tied\": true",
                        "79, \"cutoffs\": [20, 76], \"divisor\": 2, \"tail_tokens\": \"" + tailTokens + "\"");
        NetworkSpec spec = NetworkReader.parse("trace", text, new Problems()).orElseThrow();
        for (String quantizer : List.of("cpt", "cpt-folded", "symmetric")) {
            exactRecordsWhatShapesSay(spec, quantizer);
        }
        String binary32 = text.replace("\"tail_tokens\"", "\"quantized\": false, \"tail_tokens\"");
        exactRecordsWhatShapesSay(
                NetworkReader.parse("trace", binary32, new Problems()).orElseThrow(), "cpt");
    }

    @ParameterizedTest
    @MethodSource("networks")
    void exactRecordsWhatShapesSay(String trace, String quantizer) throws IOException {
        exactRecordsWhatShapesSay(read(trace), quantizer);
    }

    private static void exactRecordsWhatShapesSay(NetworkSpec spec, String quantizer) {
        AcceleratorSession session = TestHardware.session(2, "vector.stash_bits=16");
        int batch = 2;
        Precision precision = new Precision(3, 6);
        Network network = Network.of(spec, Quantizers.named(quantizer), CounterRandom.of(5), batch);
        Optimizer optimizer = Optimizers.of(spec.optimizer(), network.parameters());
        FloatTensor images = images(spec, batch);
        int[] labels = new Random(4)
                .ints(batch * spec.input().tokens(), 0, spec.classes())
                .toArray();

        session.phase("train");
        Step training = new Step(session, precision, true, 0, ErrorNoise.of(CounterRandom.of(5)));
        network.backward(network.loss(images, labels, training).gradient(), training);
        optimizer.step(0, 0.01f, session);
        session.phase("evaluate");
        Step evaluation = new Step(session, precision, false, 1, ErrorNoise.of(CounterRandom.of(5)));
        network.loss(images, labels, evaluation);

        AcceleratorSession shapes = session.accelerator().session(session.workers());
        Quantization quantization =
                new Quantization(Quantizers.named(quantizer), precision.forwardBits(), precision.backwardBits());
        shapes.phase("train");
        NetworkWork.of(onText(spec, images, labels, true), batch, quantization)
                .training()
                .forEach(shapes::count);
        shapes.phase("evaluate");
        NetworkWork.of(onText(spec, images, labels, false), batch, quantization)
                .evaluation()
                .forEach(shapes::count);
        compare(shapes.ledger(), session.ledger());
    }

    private static NetworkSpec onText(NetworkSpec spec, FloatTensor images, int[] labels, boolean learning) {
        return spec.needingText().isEmpty()
                ? spec
                : spec.on(new Batch(images, labels, labels, true).words(), labels, learning);
    }

    private static FloatTensor images(NetworkSpec spec, int batch) {
        if (spec.input().tokens() > 1) {
            FloatTensor words = FloatTensor.zeros(batch, spec.input().tokens(), 1);
            Random random = new Random(3);
            for (int i = 0; i < words.size(); i++) {
                words.data()[i] = random.nextInt(spec.classes());
            }
            return words;
        }
        FloatTensor images = FloatTensor.zeros(
                batch,
                spec.input().channels(),
                spec.input().height(),
                spec.input().width());
        Random random = new Random(3);
        for (int i = 0; i < images.size(); i++) {
            images.data()[i] = random.nextFloat();
        }
        return images;
    }

    /** Entries in the order of their first execution, with executions, reconfigurations and costs. */
    private static void compare(RunLedger expected, RunLedger actual) {
        assertEquals(operations(expected), operations(actual));
        for (int i = 0; i < expected.entries().size(); i++) {
            RunLedger.Entry shape = expected.entries().get(i);
            RunLedger.Entry exact = actual.entries().get(i);
            String name = shape.toString();
            assertEquals(shape.phase(), exact.phase(), name);
            assertEquals(shape.executions(), exact.executions(), name);
            assertEquals(shape.reconfigurations(), exact.reconfigurations(), name);
            assertEquals(shape.cost().computeCycles(), exact.cost().computeCycles(), name);
            assertEquals(shape.cost().stallCycles(), exact.cost().stallCycles(), name);
            assertEquals(shape.cost().vectorCycles(), exact.cost().vectorCycles(), name);
            assertEquals(shape.cost().folds(), exact.cost().folds(), name);
            assertEquals(shape.cost().busyUnitCycles(), exact.cost().busyUnitCycles(), name);
            EnergyTable table = expected.energyTable();
            assertEquals(
                    table.terms(shape.cost().events()), table.terms(exact.cost().events()), name);
        }
    }

    private static List<Operation> operations(RunLedger ledger) {
        return ledger.entries().stream().map(RunLedger.Entry::operation).toList();
    }
}
