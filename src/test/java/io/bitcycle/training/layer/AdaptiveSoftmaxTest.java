package io.bitcycle.training.layer;

import static io.bitcycle.training.layer.GradientCheck.assertClose;
import static io.bitcycle.training.layer.GradientCheck.differences;
import static io.bitcycle.training.layer.GradientCheck.doubles;
import static io.bitcycle.training.layer.GradientCheck.random;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.TestHardware;
import io.bitcycle.json.Problems;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.training.Network;
import io.bitcycle.training.SoftmaxCrossEntropy;
import io.bitcycle.workload.NetworkReader;
import io.bitcycle.workload.NetworkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Words in clusters of 3, 4 and 2, of 4, 2 and 1 features, in softmax and embedding, against binary64 twins. */
class AdaptiveSoftmaxTest {
    private static final int VOCABULARY = 9;
    private static final int FEATURES = 4;
    private static final int[] FIRST = {0, 3, 7, 9};

    static Stream<Arguments> seeds() {
        return Stream.of("all", "own")
                .flatMap(tokens -> Stream.of(1L, 2L, 3L, 4L, 5L, 6L).map(seed -> Arguments.of(tokens, seed)));
    }

    private static NetworkSpec spec(int tokens, String tailTokens) {
        return spec(tokens, tailTokens, "\"quantized\": true", "\"tied\": false");
    }

    private static NetworkSpec spec(int tokens, String tailTokens, String ofEmbedding, String ofSoftmax) {
        String text = "{\"name\": \"t\", \"source\": \"test\", \"input\": {\"tokens\": " + tokens + "}, \"classes\": 9,"
                + "\"layers\": [{\"type\": \"embedding\", \"vocabulary\": 9, \"features\": 4, " + ofEmbedding + "},"
                + "{\"type\": \"adaptive-softmax\", \"vocabulary\": 9, \"cutoffs\": [3, 7], \"divisor\": 2,"
                + "\"tail_tokens\": \"" + tailTokens + "\", \"quantized\": false, " + ofSoftmax + "}]}";
        return NetworkReader.parse("test", text, new Problems()).orElseThrow();
    }

    private static Network network(NetworkSpec spec, Random random) {
        Network network = Network.of(spec, Quantizers.named("cpt"), CounterRandom.of(1));
        for (Parameter parameter : network.parameters()) {
            FloatTensor values = random(random, parameter.value().shape());
            System.arraycopy(values.data(), 0, parameter.value().data(), 0, values.size());
            Arrays.fill(parameter.gradient().data(), 7f);
        }
        return network;
    }

    /** Parameters: embedding [9, 4], head [3 + 2, 4], narrow [2, 4], tail [4, 2], narrow [1, 4], tail [2, 1]. */
    private static double loss(List<double[]> parameters, int[] input, int[] next) {
        double sum = 0;
        for (int i = 0; i < input.length; i++) {
            double[] x = Arrays.copyOfRange(parameters.get(0), input[i] * FEATURES, (input[i] + 1) * FEATURES);
            int cluster = cluster(next[i]);
            double[] head = product(parameters.get(1), x);
            sum += negativeLog(head, cluster == 0 ? next[i] : FIRST[1] + cluster - 1);
            if (cluster > 0) {
                double[] narrow = product(parameters.get(2 * cluster), x);
                sum += negativeLog(product(parameters.get(2 * cluster + 1), narrow), next[i] - FIRST[cluster]);
            }
        }
        return sum / input.length;
    }

    /** Parameters: of each cluster a table and its projection to 4; classes [2, 4]; narrow [2, 4], narrow [1, 4]. */
    private static double tiedLoss(List<double[]> parameters, int[] input, int[] next) {
        double sum = 0;
        for (int i = 0; i < input.length; i++) {
            int from = cluster(input[i]);
            int width = FEATURES >> from;
            int row = (input[i] - FIRST[from]) * width;
            double[] narrow = Arrays.copyOfRange(parameters.get(2 * from), row, row + width);
            double[] x = product(parameters.get(2 * from + 1), narrow);
            int to = cluster(next[i]);
            double[] head = DoubleStream.concat(
                            Arrays.stream(product(parameters.get(0), x)), Arrays.stream(product(parameters.get(6), x)))
                    .toArray();
            sum += negativeLog(head, to == 0 ? next[i] : FIRST[1] + to - 1);
            if (to > 0) {
                double[] tail = product(parameters.get(2 * to), product(parameters.get(6 + to), x));
                sum += negativeLog(tail, next[i] - FIRST[to]);
            }
        }
        return sum / input.length;
    }

    private static int cluster(int word) {
        return word < FIRST[1] ? 0 : word < FIRST[2] ? 1 : 2;
    }

    private static double[] product(double[] rows, double[] x) {
        double[] y = new double[rows.length / x.length];
        for (int i = 0; i < rows.length; i++) {
            y[i / x.length] += rows[i] * x[i % x.length];
        }
        return y;
    }

    private static double negativeLog(double[] scores, int right) {
        return Math.log(Arrays.stream(scores).map(Math::exp).sum()) - scores[right];
    }

    private static FloatTensor words(int[] numbers) {
        FloatTensor words = FloatTensor.zeros(1, numbers.length, 1);
        for (int i = 0; i < numbers.length; i++) {
            words.data()[i] = numbers[i];
        }
        return words;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void lossAndGradients(String tailTokens, long seed) {
        Random random = new Random(seed);
        int tokens = 2 + random.nextInt(6);
        int[] input = random.ints(tokens, 0, VOCABULARY).toArray();
        // The second seed has no word of the last cluster: nothing goes through its tail.
        int[] next = random.ints(tokens, 0, seed == 2 ? FIRST[2] : VOCABULARY).toArray();
        check(tailTokens + ", seed " + seed, spec(tokens, tailTokens), input, next, random, AdaptiveSoftmaxTest::loss);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void embeddingInClustersWithSharedTables(String tailTokens, long seed) {
        Random random = new Random(seed);
        int tokens = 2 + random.nextInt(6);
        // The second seed leaves the last cluster alone.
        int[] input = random.ints(tokens, 0, seed == 2 ? FIRST[2] : VOCABULARY).toArray();
        int[] next = random.ints(tokens, 0, seed == 2 ? FIRST[2] : VOCABULARY).toArray();
        String ofEmbedding = "\"cutoffs\": [3, 7], \"divisor\": 2, \"tail_tokens\": \"own\", \"quantized\": false";
        NetworkSpec spec = spec(tokens, tailTokens, ofEmbedding, "\"tied\": true");
        check("tied, " + tailTokens + ", seed " + seed, spec, input, next, random, AdaptiveSoftmaxTest::tiedLoss);
    }

    /** A network's loss by its parameters. */
    @FunctionalInterface
    private interface Twin {
        double loss(List<double[]> parameters, int[] input, int[] next);
    }

    private static void check(String what, NetworkSpec spec, int[] input, int[] next, Random random, Twin twin) {
        Network network = network(spec, random);
        Step step = TestHardware.training(TestHardware.session(1));
        SoftmaxCrossEntropy.Result result = network.loss(words(input), next, step);
        network.backward(result.gradient(), step);

        List<double[]> parameters = new ArrayList<>();
        network.parameters().forEach(parameter -> parameters.add(doubles(parameter.value())));
        assertEquals(twin.loss(parameters, input, next), result.mean(), 1e-5, what);
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = network.parameters().get(i);
            double[] expected = differences(parameters.get(i), at -> twin.loss(parameters, input, next));
            assertClose(what + " " + parameter.layer() + " " + parameter.name(), expected, parameter.gradient());
        }
    }

    /** In evaluation the probabilities of all words after one word add up to 1, and one word at most is the greedy choice. */
    @Test
    void probabilitiesOfAllWordsAddUp() {
        for (long seed = 1; seed <= 5; seed++) {
            Network network = network(spec(2, "own"), new Random(seed));
            Step step = TestHardware.evaluation(TestHardware.session(1));
            double sum = 0;
            int chosen = 0;
            for (int word = 0; word < VOCABULARY; word++) {
                SoftmaxCrossEntropy.Result result = network.loss(words(new int[] {4, 4}), new int[] {word, word}, step);
                sum += Math.exp(-result.mean());
                chosen += result.correct();
            }
            assertEquals(1, sum, 1e-5, "seed " + seed);
            assertEquals(2, chosen, "seed " + seed);
        }
    }
}
