package io.bitcycle.training.layer;

import static io.bitcycle.training.layer.GradientCheck.assertClose;
import static io.bitcycle.training.layer.GradientCheck.check;
import static io.bitcycle.training.layer.GradientCheck.differences;
import static io.bitcycle.training.layer.GradientCheck.doubles;
import static io.bitcycle.training.layer.GradientCheck.random;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.TestHardware;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.SoftmaxCrossEntropy;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.layer.ConvSpec;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer, a small network and the loss against central differences of their binary64 twins. */
class LayerGradientsTest {
    /** Two values are normalised to about ±1 whatever they are: a gradient of almost 0, all rounding. */
    private static final int FEWEST = 3;

    static LongStream seeds() {
        return LongStream.range(0, 12);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void batchNormOfImages(long seed) {
        Random random = new Random(seed);
        int batch = FEWEST + random.nextInt(3);
        int channels = 1 + random.nextInt(3);
        int height = 1 + random.nextInt(4);
        int width = 1 + random.nextInt(4);
        check(
                "seed " + seed,
                new BatchNorm("bn", channels),
                (x, p) -> DoubleLayers.batchNorm(x, batch, channels, height * width, p.get(0), p.get(1)),
                random(random, batch, channels, height, width),
                random);
    }

    /** Planes that are cut into blocks, the last one shorter. */
    @ParameterizedTest
    @MethodSource("seeds")
    void batchNormOfLargePlanes(long seed) {
        Random random = new Random(seed);
        int height = 33;
        int width = 32 + random.nextInt(3);
        double[] gamma = {random.nextGaussian()};
        double[] beta = {random.nextGaussian()};
        FloatTensor input = random(random, 2, 1, height, width);
        BatchNorm layer = new BatchNorm("bn", 1);
        layer.parameters().get(0).value().data()[0] = (float) gamma[0];
        layer.parameters().get(1).value().data()[0] = (float) beta[0];
        Step step = TestHardware.training(TestHardware.session(1));
        assertClose(
                "seed " + seed + " output",
                DoubleLayers.batchNorm(doubles(input), 2, 1, height * width, gamma, beta),
                layer.forward(input, step));
        FloatTensor gradient = random(random, 2, 1, height, width);
        FloatTensor actual = layer.backward(gradient, step);
        assertClose(
                "seed " + seed + " input gradient",
                batchNormGradient(doubles(input), doubles(gradient), (float) gamma[0]),
                actual);
    }

    /** Of one channel: the chain rule through x̂ = (x − mean) d, as Ioffe and Szegedy give it. */
    private static double[] batchNormGradient(double[] x, double[] g, double gamma) {
        int n = x.length;
        double mean = 0;
        double variance = 0;
        for (double value : x) {
            mean += value / n;
        }
        for (double value : x) {
            variance += (value - mean) * (value - mean) / n;
        }
        double byVariance = 0;
        double byMean = 0;
        for (int i = 0; i < n; i++) {
            byVariance += g[i] * gamma * (x[i] - mean) * -0.5 * Math.pow(variance + 1e-5, -1.5);
            byMean -= g[i] * gamma / Math.sqrt(variance + 1e-5);
        }
        double[] gradient = new double[n];
        for (int i = 0; i < n; i++) {
            gradient[i] = g[i] * gamma / Math.sqrt(variance + 1e-5) + byVariance * 2 * (x[i] - mean) / n + byMean / n;
        }
        return gradient;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void batchNormOfFeatures(long seed) {
        Random random = new Random(seed);
        int batch = FEWEST + random.nextInt(20);
        int features = 1 + random.nextInt(5);
        check(
                "seed " + seed,
                new BatchNorm("bn", features),
                (x, p) -> DoubleLayers.batchNorm(x, batch, features, 1, p.get(0), p.get(1)),
                random(random, batch, features),
                random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void relu(long seed) {
        Random random = new Random(seed);
        FloatTensor input = random(random, 1 + random.nextInt(3), 1 + random.nextInt(3), 5, 1 + random.nextInt(9));
        check("seed " + seed, new Relu("relu"), (x, p) -> DoubleLayers.relu(x), input, random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void relu6(long seed) {
        Random random = new Random(seed);
        FloatTensor input = random(random, 1 + random.nextInt(3), 1 + random.nextInt(3), 5, 1 + random.nextInt(9));
        for (int i = 0; i < input.size(); i++) {
            input.data()[i] *= 5; // below 0, between and above 6
        }
        check("seed " + seed, new Relu6("relu6"), (x, p) -> DoubleLayers.relu6(x), input, random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void floatConv(long seed) {
        Random random = new Random(seed);
        int groups = 1 + random.nextInt(3);
        int in = groups * (1 + random.nextInt(2));
        int out = groups * (1 + random.nextInt(2));
        int kernelHeight = 1 + random.nextInt(3);
        int kernelWidth = 1 + random.nextInt(4);
        int stride = 1 + random.nextInt(3);
        int padding = random.nextInt(3);
        ConvSpec spec = new ConvSpec("conv", in, out, kernelHeight, kernelWidth, stride, padding, groups, false, false);
        FloatTensor input = random(random, 2, in, kernelHeight + random.nextInt(4), kernelWidth + random.nextInt(4));
        check(
                "seed " + seed + ", " + spec,
                new FloatConv(spec, FloatTensor.zeros(out, in / groups, kernelHeight, kernelWidth), false),
                (x, p) -> DoubleLayers.conv(
                        x, spec.shape(2, new ActivationShape(in, input.dim(2), input.dim(3))), p.get(0)),
                input,
                random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void maxPool(long seed) {
        Random random = new Random(seed);
        int kernel = 1 + random.nextInt(3);
        int stride = 1 + random.nextInt(3);
        int padding = random.nextInt(kernel / 2 + 1);
        int height = kernel + random.nextInt(4);
        int width = kernel + random.nextInt(4);
        check(
                "seed " + seed,
                new MaxPool("pool", kernel, stride, padding),
                (x, p) -> DoubleLayers.maxPool(x, height, width, kernel, stride, padding),
                random(random, 2, 3, height, width),
                random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void averagePool(long seed) {
        Random random = new Random(seed);
        int kernel = 1 + random.nextInt(3);
        int stride = 1 + random.nextInt(3);
        int height = kernel + random.nextInt(4);
        int width = kernel + random.nextInt(4);
        check(
                "seed " + seed,
                new AveragePool("pool", kernel, stride),
                (x, p) -> DoubleLayers.averagePool(x, height, width, kernel, stride),
                random(random, 2, 3, height, width),
                random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void globalAveragePool(long seed) {
        Random random = new Random(seed);
        int height = 1 + random.nextInt(6);
        int width = 1 + random.nextInt(6);
        check(
                "seed " + seed,
                new GlobalAveragePool("pool"),
                (x, p) -> DoubleLayers.globalAveragePool(x, height * width),
                random(random, 3, 2, height, width),
                random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void linear(long seed) {
        Random random = new Random(seed);
        int inputs = 1 + random.nextInt(20);
        int outputs = 1 + random.nextInt(6);
        check(
                "seed " + seed,
                new Linear("fc", FloatTensor.zeros(outputs, inputs), FloatTensor.zeros(outputs), false),
                (x, p) -> DoubleLayers.linear(x, inputs, p.get(0), p.get(1)),
                random(random, 1 + random.nextInt(5), inputs),
                random);
        check(
                "without bias, seed " + seed,
                new Linear("fc", FloatTensor.zeros(outputs, inputs), null, false),
                (x, p) -> DoubleLayers.linear(x, inputs, p.get(0), new double[outputs]),
                random(random, 1 + random.nextInt(5), inputs),
                random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void residualWithIdentity(long seed) {
        Random random = new Random(seed);
        check(
                "seed " + seed,
                new Residual("block", List.of(new BatchNorm("bn", 2), new Relu("relu")), List.of()),
                (x, p) ->
                        DoubleLayers.sum(DoubleLayers.relu(DoubleLayers.batchNorm(x, 3, 2, 6, p.get(0), p.get(1))), x),
                random(random, 3, 2, 2, 3),
                random);
    }

    /** [4, 3, 6, 6] through two kinds of residual, all poolings and a linear layer. */
    private static Sequential network() {
        return new Sequential(
                "net",
                List.of(
                        new BatchNorm("bn1", 3),
                        new Relu("relu1"),
                        new Residual(
                                "block",
                                List.of(new BatchNorm("bn2", 3), new Relu("relu2"), new MaxPool("max", 3, 2, 1)),
                                List.of(new AveragePool("avg", 2, 2), new BatchNorm("bn3", 3))),
                        new Residual("split", List.of(new Relu("relu3")), List.of()),
                        new AveragePool("avg2", 2, 1),
                        new Flatten("flat"),
                        new Linear("fc", FloatTensor.zeros(5, 12), FloatTensor.zeros(5), false)));
    }

    private static double[] twin(double[] input, List<double[]> p) {
        double[] x = DoubleLayers.relu(DoubleLayers.batchNorm(input, 4, 3, 36, p.get(0), p.get(1)));
        double[] body = DoubleLayers.relu(DoubleLayers.batchNorm(x, 4, 3, 36, p.get(2), p.get(3)));
        double[] shortcut =
                DoubleLayers.batchNorm(DoubleLayers.averagePool(x, 6, 6, 2, 2), 4, 3, 9, p.get(4), p.get(5));
        x = DoubleLayers.sum(DoubleLayers.maxPool(body, 6, 6, 3, 2, 1), shortcut);
        x = DoubleLayers.sum(DoubleLayers.relu(x), x);
        return DoubleLayers.linear(DoubleLayers.averagePool(x, 3, 3, 2, 1), 12, p.get(6), p.get(7));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void smallNetwork(long seed) {
        Random random = new Random(seed);
        check("seed " + seed, network(), LayerGradientsTest::twin, random(random, 4, 3, 6, 6), random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void crossEntropy(long seed) {
        Random random = new Random(seed);
        int[] labels = random.ints(1 + random.nextInt(6), 0, 7).toArray();
        FloatTensor scores = random(random, labels.length, 7);
        SoftmaxCrossEntropy.Result result =
                SoftmaxCrossEntropy.of(scores, labels, TestHardware.training(TestHardware.session(1)));
        double[] z = doubles(scores);
        assertEquals(DoubleLayers.crossEntropy(z, labels), result.mean(), 1e-5, "seed " + seed);
        double[] expected = differences(z, at -> DoubleLayers.crossEntropy(at, labels));
        assertClose("seed " + seed + " gradient", expected, result.gradient());
    }
}
