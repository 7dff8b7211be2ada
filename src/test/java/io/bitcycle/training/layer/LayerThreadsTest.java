package io.bitcycle.training.layer;

import static io.bitcycle.training.layer.GradientCheck.random;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.TestHardware;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.Sgd;
import io.bitcycle.training.SoftmaxCrossEntropy;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two training steps of a network whose tensors are cut into many ranges, on one thread and on several. */
class LayerThreadsTest {
    private static Sequential network(Random random) {
        return new Sequential(
                "net",
                List.of(
                        new BatchNorm("bn1", 8),
                        new Relu("relu1"),
                        new Residual(
                                "block",
                                List.of(new BatchNorm("bn2", 8), new Relu("relu2"), new MaxPool("max", 3, 2, 1)),
                                List.of(new AveragePool("avg", 2, 2))),
                        new Residual(
                                "heads",
                                List.of(
                                        new GlobalAveragePool("gap"),
                                        new Linear("fc1", random(random, 300, 8), null, false)),
                                List.of(
                                        new Flatten("flat"),
                                        new Linear("fc2", random(random, 300, 2312), random(random, 300), false)))));
    }

    /** A hash of every bit of losses, outputs, gradients, parameters, velocities and running values. */
    private static int run(int threads, long seed) {
        Random random = new Random(seed);
        AcceleratorSession session = TestHardware.session(threads, "vector.stash_bits=16");
        Step step = TestHardware.training(session);
        Sequential network = network(random);
        Sgd sgd = new Sgd(network.parameters(), 0.9f, 1e-4f);
        int hash = 0;
        for (int i = 0; i < 2; i++) {
            FloatTensor scores = network.forward(random(random, 21, 8, 34, 34), step);
            int[] labels = random.ints(21, 0, 300).toArray();
            SoftmaxCrossEntropy.Result loss = SoftmaxCrossEntropy.of(scores, labels, step);
            FloatTensor gradient = network.backward(loss.gradient(), step);
            sgd.step(0, 0.1f, session);
            hash = 31 * hash + Float.floatToRawIntBits(loss.mean());
            hash = 31 * hash + Arrays.hashCode(scores.data());
            hash = 31 * hash + Arrays.hashCode(gradient.data());
        }
        for (Parameter parameter : network.parameters()) {
            hash = 31 * hash + Arrays.hashCode(parameter.gradient().data());
            hash = 31 * hash + Arrays.hashCode(parameter.value().data());
        }
        for (FloatTensor velocity : sgd.state().values()) {
            hash = 31 * hash + Arrays.hashCode(velocity.data());
        }
        BatchNorm first = (BatchNorm) network.children().get(0);
        hash = 31 * hash + Arrays.hashCode(first.runningMean().data());
        return 31 * hash + Arrays.hashCode(first.runningVariance().data());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void threadsChangeNoBit(long seed) {
        int one = run(1, seed);
        assertEquals(one, run(3, seed), "seed " + seed);
        assertEquals(one, run(2, seed), "seed " + seed);
    }
}
