package io.bitcycle.training.layer;

import static io.bitcycle.training.layer.GradientCheck.assertClose;
import static io.bitcycle.training.layer.GradientCheck.check;
import static io.bitcycle.training.layer.GradientCheck.differences;
import static io.bitcycle.training.layer.GradientCheck.doubles;
import static io.bitcycle.training.layer.GradientCheck.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.bitcycle.TestHardware;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers of language models against binary64 twins and by their definition. */
class TextLayersTest {
    static LongStream seeds() {
        return LongStream.range(0, 12);
    }

    private static Step training() {
        return TestHardware.training(TestHardware.session(1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void linearOfTokens(long seed) {
        Random random = new Random(seed);
        int inputs = 1 + random.nextInt(6);
        int outputs = 1 + random.nextInt(6);
        check(
                "seed " + seed,
                new PerToken(new Linear("fc", FloatTensor.zeros(outputs, inputs), FloatTensor.zeros(outputs), false)),
                (x, p) -> DoubleLayers.linear(x, inputs, p.get(0), p.get(1)),
                random(random, 1 + random.nextInt(3), 1 + random.nextInt(4), inputs),
                random);
    }

    /** The twin takes a one-hot vector for each word, so that its gradient is a matrix product's. */
    @ParameterizedTest
    @MethodSource("seeds")
    void embedding(long seed) {
        Random random = new Random(seed);
        int vocabulary = 2 + random.nextInt(5);
        int features = 1 + random.nextInt(4);
        int tokens = 1 + random.nextInt(5);
        FloatTensor words = FloatTensor.zeros(2, tokens, 1);
        double[] oneHot = new double[words.size() * vocabulary];
        for (int i = 0; i < words.size(); i++) {
            int word = random.nextInt(vocabulary);
            words.data()[i] = word;
            oneHot[i * vocabulary + word] = 1;
        }
        FloatTensor table = random(random, vocabulary, features);
        Embedding layer = new Embedding("words", table, false);
        FloatTensor weights = random(random, 2, tokens, features);
        Step step = training();
        FloatTensor output = layer.forward(words, step);
        double[] w = doubles(weights);
        double[] rows = doubles(table);
        assertClose("seed " + seed, DoubleLayers.rowsOfTable(oneHot, vocabulary, rows), output);
        assertNull(layer.backward(weights, step));
        double[] expected = differences(rows, at -> {
            double[] y = DoubleLayers.rowsOfTable(oneHot, vocabulary, at);
            double loss = 0;
            for (int i = 0; i < y.length; i++) {
                loss += y[i] * w[i];
            }
            return loss;
        });
        assertClose(
                "seed " + seed + " gradient",
                expected,
                layer.parameters().get(0).gradient());
    }

    /** Where the table is shared, what the layer above left in the gradient stays. */
    @Test
    void sharedTableAddsItsGradient() {
        Embedding layer = new Embedding("words", FloatTensor.zeros(3, 2), true);
        Step step = training();
        layer.forward(FloatTensor.of(new float[] {1, 1}, 1, 2, 1), step);
        Arrays.fill(layer.parameters().get(0).gradient().data(), 5f);
        layer.backward(FloatTensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2), step);
        assertArrayEquals(
                new float[] {5, 5, 9, 11, 5, 5},
                layer.parameters().get(0).gradient().data());
    }

    /** 20,000 elements: 3 in 10 are dropped within five standard deviations, the same ones going back, others next time. */
    @Test
    void dropout() {
        Dropout layer = new Dropout("drop", 0.3, 0, CounterRandom.of(7));
        FloatTensor ones = FloatTensor.zeros(4, 50, 100);
        Arrays.fill(ones.data(), 1f);
        Step step = training();
        FloatTensor output = layer.forward(ones, step);
        int dropped = 0;
        for (float value : output.data()) {
            assertEquals(value == 0 ? 0 : 1 / 0.7, value, 1e-6);
            dropped += value == 0 ? 1 : 0;
        }
        assertEquals(0.3 * 20_000, dropped, 5 * Math.sqrt(0.3 * 0.7 * 20_000));
        assertArrayEquals(output.data(), layer.backward(ones, step).data());
        Step next = new Step(step.session(), step.precision(), true, 1, step.noise());
        FloatTensor other = layer.forward(ones, next);
        assertNotEquals(Arrays.hashCode(output.data()), Arrays.hashCode(other.data()));
        assertSame(ones, layer.forward(ones, TestHardware.evaluation(step.session())));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void lstm(long seed) {
        Random random = new Random(seed);
        int batch = 1 + random.nextInt(3);
        int steps = 1 + random.nextInt(5);
        int inputs = 1 + random.nextInt(4);
        int hidden = 1 + random.nextInt(4);
        check(
                "seed " + seed,
                Lstms.unquantized(inputs, hidden, batch),
                (x, p) -> DoubleLayers.lstm(x, batch, steps, inputs, hidden, p),
                random(random, batch, steps, inputs),
                random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void layerNorm(long seed) {
        Random random = new Random(seed);
        int features = 3 + random.nextInt(6);
        check(
                "seed " + seed,
                new LayerNorm("ln", features),
                (x, p) -> DoubleLayers.layerNorm(x, features, p.get(0), p.get(1)),
                random(random, 1 + random.nextInt(3), 1 + random.nextInt(4), features),
                random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gelu(long seed) {
        Random random = new Random(seed);
        check(
                "seed " + seed,
                new Gelu("gelu"),
                (x, p) -> Arrays.stream(x).map(DoubleLayers::gelu).toArray(),
                random(random, 2, 1 + random.nextInt(5), 7),
                random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void positions(long seed) {
        Random random = new Random(seed);
        int features = 1 + random.nextInt(8);
        int tokens = 1 + random.nextInt(6);
        check(
                "seed " + seed,
                new Positions("places", features),
                (x, p) -> DoubleLayers.positions(x, tokens, features),
                random(random, 2, tokens, features),
                random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void attention(long seed) {
        Random random = new Random(seed);
        int batch = 1 + random.nextInt(2);
        int tokens = 1 + random.nextInt(5);
        int heads = 1 + random.nextInt(3);
        int features = heads * (1 + random.nextInt(3));
        boolean causal = random.nextBoolean();
        check(
                "seed " + seed,
                Attentions.unquantized(features, heads, causal),
                (x, p) -> DoubleLayers.attention(x, batch, tokens, features, heads, causal, p),
                random(random, batch, tokens, features),
                random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void wordScores(long seed) {
        Random random = new Random(seed);
        int features = 1 + random.nextInt(6);
        int words = 2 + random.nextInt(6);
        check(
                "seed " + seed,
                new WordScores(
                        "scores",
                        FloatTensor.zeros(words, features),
                        Optional.empty(),
                        0,
                        Quantizers.named("cpt"),
                        false,
                        false),
                (x, p) -> DoubleLayers.linear(x, features, p.get(0), new double[words]),
                random(random, 1 + random.nextInt(5), features),
                random);
    }

    /** Two batches in a row are one long sequence; training and evaluation go on from states of their own. */
    @Test
    void stateGoesOnFromBatchToBatch() {
        Random random = new Random(5);
        Lstm layer = Lstms.unquantized(3, 4, 2);
        for (Parameter parameter : layer.parameters()) {
            FloatTensor values = random(random, parameter.value().shape());
            System.arraycopy(values.data(), 0, parameter.value().data(), 0, values.size());
        }
        FloatTensor whole = random(random, 2, 6, 3);
        Step step = training();
        float[] expected = layer.forward(whole, step).data();
        layer.begin(true);
        float[] first = layer.forward(half(whole, 0), step).data();
        layer.forward(whole, TestHardware.evaluation(step.session()));
        float[] second = layer.forward(half(whole, 3), step).data();
        for (int n = 0; n < 2; n++) {
            assertArrayEquals(
                    Arrays.copyOfRange(expected, n * 24, n * 24 + 12), Arrays.copyOfRange(first, n * 12, n * 12 + 12));
            assertArrayEquals(
                    Arrays.copyOfRange(expected, n * 24 + 12, n * 24 + 24),
                    Arrays.copyOfRange(second, n * 12, n * 12 + 12));
        }
        assertEquals(List.of("state", "cell"), List.copyOf(layer.state().keySet()));
    }

    private static FloatTensor half(FloatTensor whole, int from) {
        FloatTensor half = FloatTensor.zeros(2, 3, 3);
        for (int n = 0; n < 2; n++) {
            System.arraycopy(whole.data(), (n * 6 + from) * 3, half.data(), n * 9, 9);
        }
        return half;
    }
}
