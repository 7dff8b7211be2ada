package io.bitcycle.training.layer;

import static io.bitcycle.training.layer.GradientCheck.assertClose;
import static io.bitcycle.training.layer.GradientCheck.doubles;
import static io.bitcycle.training.layer.GradientCheck.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.TestHardware;
import io.bitcycle.tensor.FloatTensor;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Expected numbers of {@code equalsNumpy}: numpy 2.4.6, binary64.
 *
 * <pre>
 * import numpy as np
 * x = (((np.arange(24) * 7) % 11 - 5) / 4).reshape(2, 3, 2, 2)
 * g = (((np.arange(24) * 5) % 13 - 6) / 8).reshape(2, 3, 2, 2)
 * gamma = np.array([1.5, -.5, 2]).reshape(1, 3, 1, 1); beta = np.array([.25, -1, 0]).reshape(1, 3, 1, 1)
 * ax = (0, 2, 3); m = x.mean(ax, keepdims=True); d = 1 / np.sqrt(x.var(ax, keepdims=True) + 1e-5)
 * xh = (x - m) * d; y = gamma * xh + beta; ggamma = (g * xh).sum(ax); gbeta = g.sum(ax)
 * h = g * gamma; gx = d * (h - h.mean(ax, keepdims=True) - xh * (h * xh).mean(ax, keepdims=True))
 * rm = .1 * m; rv = .9 + .1 * x.var(ax, ddof=1, keepdims=True)
 * evaluated = gamma * (x - rm) / np.sqrt(rv + 1e-5) + beta
 * </pre>
 */
class BatchNormTest {
    private static final double[] Y = {
        -2.35793579,
        0.816942563,
        -0.997273638,
        2.17760471,
        -1.1945501,
        -0.502816402,
        -1.71335038,
        -1.02161668,
        -1.87407052,
        2.49876069,
        0,
        -2.49876069,
        0.816942563,
        -0.997273638,
        2.17760471,
        0.363388513,
        -0.502816402,
        -1.71335038,
        -1.02161668,
        -0.329882976,
        2.49876069,
        0,
        -2.49876069,
        1.87407052
    };
    private static final double[] INPUT_GRADIENT = {
        -0.820937409,
        -0.0680321123,
        1.28355577,
        -0.911640257,
        0.0109901581,
        -0.421989873,
        0.270875147,
        -0.162104884,
        -0.944663063,
        -0.822749823,
        1.56172543,
        -0.114285435,
        0.612298963,
        -0.984214478,
        -0.231309182,
        1.1202787,
        0.442677254,
        0.0114750089,
        -0.421505023,
        0.269582212,
        0.114285435,
        -1.56172543,
        0.822749823,
        0.944663063
    };
    private static final double[] EVALUATED = {
        -1.67427844, 0.97989872, -0.536773945, 2.11740322, -1.12919116, -0.618806317, -1.5119798, -1.00159495,
        -1.97664256, 1.57117742, -0.456148283, -2.48347399, 0.97989872, -0.536773945, 2.11740322, 0.600730554,
        -0.618806317, -1.5119798, -1.00159495, -0.491210106, 1.57117742, -0.456148283, -2.48347399, 1.06434599
    };

    private static FloatTensor pattern(int factor, int modulus, int below, float scale) {
        FloatTensor tensor = FloatTensor.zeros(2, 3, 2, 2);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (i * factor % modulus - below) * scale;
        }
        return tensor;
    }

    private static BatchNorm layer() {
        BatchNorm layer = new BatchNorm("bn", 3);
        System.arraycopy(
                new float[] {1.5f, -.5f, 2},
                0,
                layer.parameters().get(0).value().data(),
                0,
                3);
        System.arraycopy(
                new float[] {.25f, -1, 0}, 0, layer.parameters().get(1).value().data(), 0, 3);
        return layer;
    }

    @Test
    void equalsNumpy() {
        FloatTensor x = pattern(7, 11, 5, 0.25f);
        BatchNorm layer = layer();
        Step training = TestHardware.training(TestHardware.session(1));
        assertClose("y", Y, layer.forward(x, training));
        assertClose("input gradient", INPUT_GRADIENT, layer.backward(pattern(5, 13, 6, 0.125f), training));
        assertClose(
                "gamma",
                new double[] {0.793719588, 0.00540416955, 2.10832933},
                layer.parameters().get(0).gradient());
        assertClose(
                "beta", new double[] {-1, 1.125, 0}, layer.parameters().get(1).gradient());
        assertClose("running mean", new double[] {0.01875, -0.003125, -0.025}, layer.runningMean());
        assertClose("running variance", new double[] {0.978125, 0.959709821, 0.973214286}, layer.runningVariance());

        float[] mean = layer.runningMean().data().clone();
        Step evaluation = TestHardware.evaluation(TestHardware.session(1));
        assertClose("evaluated", EVALUATED, layer.forward(x, evaluation));
        assertArrayEquals(mean, layer.runningMean().data(), "evaluation leaves the running values alone");
    }

    /** With the batch's own statistics as running ones, evaluation is training's formula. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void evaluationIsTrainingWithOtherStatistics(long seed) {
        Random random = new Random(seed);
        FloatTensor x = random(random, 5, 3, 4, 4);
        BatchNorm layer = layer();
        FloatTensor trained = layer.forward(x, TestHardware.training(TestHardware.session(1)));
        for (int c = 0; c < 3; c++) {
            // From r = 0.9 · start + 0.1 · batch, and 80 / 79 of the biased variance.
            layer.runningMean().data()[c] *= 10;
            layer.runningVariance().data()[c] = (layer.runningVariance().data()[c] - 0.9f) * 10 * 79 / 80;
        }
        FloatTensor evaluated = layer.forward(x, TestHardware.evaluation(TestHardware.session(1)));
        assertClose("seed " + seed, doubles(trained), evaluated);
    }

    /** A mean of 1000 deviations: Σx² − (Σx)²/n in binary32 would have no correct digit. */
    @Test
    void varianceOfALargeMeanDoesNotCancel() {
        Random random = new Random(4);
        FloatTensor x = random(random, 128, 2, 32, 32);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] += 1000;
        }
        BatchNorm layer = new BatchNorm("bn", 2);
        layer.forward(x, TestHardware.training(TestHardware.session(1)));
        double n = 128 * 1024;
        for (int c = 0; c < 2; c++) {
            int channel = c;
            double[] values = IntStream.range(0, x.size())
                    .filter(i -> i / 1024 % 2 == channel)
                    .mapToDouble(i -> x.data()[i])
                    .toArray();
            double mean = Arrays.stream(values).sum() / n;
            double variance =
                    Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (n - 1);
            assertEquals(0.1 * mean, layer.runningMean().data()[c], 1e-4);
            assertEquals(0.9 + 0.1 * variance, layer.runningVariance().data()[c], 1e-6);
        }
    }

    /** The gradient of the bfloat16 copy x' of the input, but with mean and deviation of the input itself. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void narrowStashChangesTheGradient(long seed) {
        Random random = new Random(seed);
        FloatTensor x = random(random, 6, 1, 3, 3);
        FloatTensor g = random(random, 6, 1, 3, 3);
        Step wide = TestHardware.training(TestHardware.session(1, "vector.stash_bits=32"));
        Step narrow = TestHardware.training(TestHardware.session(1, "vector.stash_bits=16"));
        BatchNorm layer = new BatchNorm("bn", 1);
        FloatTensor y = layer.forward(x, narrow);
        FloatTensor gradient = layer.backward(g, narrow);
        assertArrayEquals(y.data(), new BatchNorm("bn", 1).forward(x, wide).data(), "the output is not affected");

        double n = x.size();
        double mean = Arrays.stream(doubles(x)).sum() / n;
        double variance =
                Arrays.stream(doubles(x)).map(v -> (v - mean) * (v - mean)).sum() / n;
        double d = 1 / Math.sqrt(variance + 1e-5);
        double[] xHat = Arrays.stream(doubles(x))
                .map(v -> (nearestBfloat16(v) - mean) * d)
                .toArray();
        double sum = Arrays.stream(doubles(g)).sum();
        double product = IntStream.range(0, xHat.length)
                .mapToDouble(i -> g.data()[i] * xHat[i])
                .sum();
        double[] expected = IntStream.range(0, xHat.length)
                .mapToDouble(i -> d * (g.data()[i] - sum / n - xHat[i] * product / n))
                .toArray();
        assertClose("seed " + seed, expected, gradient);
        assertClose("gamma", new double[] {product}, layer.parameters().get(0).gradient());
    }

    /** Eight bits of significand, by rounding the quotient of the value and its last place. */
    private static double nearestBfloat16(double value) {
        double lastPlace = Math.scalb(1.0, Math.getExponent(value) - 7);
        return Math.rint(value / lastPlace) * lastPlace;
    }

    @Test
    void inputsItCannotTake() {
        Step step = TestHardware.training(TestHardware.session(1));
        assertEquals(
                "bn: the input has 4 channels, not 3",
                message(() -> layer().forward(FloatTensor.zeros(2, 4, 2, 2), step)));
        assertEquals(
                "bn: the input is [2, 3, 2], allowed are [N, C, H, W] and [N, C]",
                message(() -> layer().forward(FloatTensor.zeros(2, 3, 2), step)));
        assertEquals(
                "bn: one value per channel has no variance to train with",
                message(() -> layer().forward(FloatTensor.zeros(1, 3), step)));
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> layer().backward(FloatTensor.zeros(2, 3), step));
        assertEquals("bn: backward needs a forward pass in training before it", thrown.getMessage());
    }

    private static String message(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }
}
