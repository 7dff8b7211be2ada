package io.bitcycle.training.layer;

import static io.bitcycle.training.layer.GradientCheck.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.TestHardware;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.layer.ConvSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A layer and the rectifier behind it done together, against one after the other, as who observes a step sees them. */
class BeforeReluTest {
    private static final TensorObserver EYES = new TensorObserver() {};

    /** Outputs, gradients and the work of some steps in training and one in evaluation. */
    private record Trace(List<float[]> values, List<?> operations) {}

    private static Layer convolution(String name, Random random) {
        ConvSpec spec = new ConvSpec(name, 3, 3, 3, 1, 1, 1, true);
        return new QuantizedConv(spec, 1, random(random, 3, 3, 3, 3), Quantizers.named("cpt"), false);
    }

    private static Sequential network(Random random) {
        return new Sequential(
                "net",
                List.of(
                        new BatchNorm("bn1", 3),
                        new Relu("relu1"),
                        convolution("conv1", random),
                        new BatchNorm("bn2", 3),
                        new Relu("relu2"),
                        new Residual(
                                "block1",
                                List.of(
                                        convolution("conv2", random),
                                        new BatchNorm("bn3", 3),
                                        new Relu("relu3"),
                                        convolution("conv3", random),
                                        new BatchNorm("bn4", 3)),
                                List.of()),
                        new Relu("relu4"),
                        new Residual(
                                "block2",
                                List.of(new BatchNorm("bn5", 3), new Relu("relu5"), convolution("conv4", random)),
                                List.of(convolution("conv5", random), new BatchNorm("bn6", 3))),
                        new Relu("relu6")));
    }

    private static Trace run(TensorObserver observer, int threads, int batch, int height, int width, long seed) {
        Random random = new Random(seed);
        Sequential network = network(random);
        AcceleratorSession session = TestHardware.session(threads);
        Step step = TestHardware.training(session);
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Step seen = new Step(session, step.precision(), true, i, step.noise(), observer);
            FloatTensor input = random(random, batch, 3, height, width);
            FloatTensor gradient = random(random, batch, 3, height, width);
            values.add(network.forward(input, seen).data().clone());
            values.add(network.backward(gradient, seen).data().clone());
            network.parameters()
                    .forEach(each -> values.add(each.gradient().data().clone()));
        }
        Step evaluation = TestHardware.evaluation(session);
        Step seen = new Step(session, evaluation.precision(), false, 3, evaluation.noise(), observer);
        values.add(network.forward(random(random, batch, 3, height, width), seen)
                .data()
                .clone());
        return new Trace(values, TestHardware.operations(session));
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 16, 16", "2, 5, 7, 7", "1, 3, 33, 40", "2, 70, 1, 1", "1, 2, 64, 80"})
    void bitsAndWorkAreThoseOfOneAfterTheOther(int threads, int batch, int height, int width) {
        for (long seed = 1; seed <= 3; seed++) {
            Trace together = run(TensorObserver.NONE, threads, batch, height, width, seed);
            Trace apart = run(EYES, threads, batch, height, width, seed);
            for (int i = 0; i < apart.values().size(); i++) {
                assertArrayEquals(apart.values().get(i), together.values().get(i), "seed " + seed + ", value " + i);
            }
            assertEquals(apart.operations(), together.operations(), "seed " + seed);
        }
    }

    /** Ranges of tensors that know their extents against those of copies, which do not. */
    @ParameterizedTest
    @CsvSource({"1, 2, 16, 16", "2, 5, 7, 7", "2, 70, 1, 1"})
    void extentsAreThoseOfTheValues(int threads, int batch, int height, int width) {
        Random random = new Random(batch);
        AcceleratorSession session = TestHardware.session(threads);
        Step step = TestHardware.training(session);
        FloatTensor input = random(random, batch, 3, height, width);
        FloatTensor gradient = random(random, batch, 3, height, width);
        BeforeRelu norm = new BatchNorm("bn", 3);
        Relu relu = new Relu("relu");
        assertRange(norm.forward(input.copy(), true, relu, step), session);
        assertRange(norm.backward(gradient.copy(), true, relu, step), session);
        assertRange(norm.forward(input.copy(), step), session);
        assertRange(norm.backward(gradient.copy(), step), session);
        BeforeRelu block = new Residual("block", List.of(new BatchNorm("bn2", 3)), List.of());
        FloatTensor sum = block.forward(input.copy(), true, relu, step);
        assertRange(sum, session);
        assertRange(new Relu("over").forwardOver(norm.forward(input.copy(), step), step), session);
        assertRange(block.backward(gradient.copy(), true, relu, step), session);
    }

    private static void assertRange(FloatTensor tensor, AcceleratorSession session) {
        Quantizer quantizer = Quantizers.named("cpt");
        FloatTensor copy = FloatTensor.of(tensor.data().clone(), tensor.shape());
        assertEquals(
                quantizer.activationRange(copy, session.workers()),
                quantizer.activationRange(tensor, session.workers()));
    }
}
