package io.bitcycle.training.fixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against batch normalisation in binary64 on the same numbers, written as in Ioffe and Szegedy, ICML 2015, algorithm 1. */
class FixedBatchNormTest {
    private static final int CHANNELS = 5;
    private static final long SEED = System.nanoTime();

    private final Random random = new Random(SEED);

    /** What the definition gives, in binary64. */
    private static final class Reference {
        final double[] output;
        final double[] inputGradient;
        final double[] gammaGradient = new double[CHANNELS];
        final double[] betaGradient = new double[CHANNELS];
        final double[] mean = new double[CHANNELS];
        final double[] variance = new double[CHANNELS];

        Reference(double[] x, double[] g, double[] gamma, double[] beta, int plane) {
            output = new double[x.length];
            inputGradient = new double[x.length];
            int n = x.length / CHANNELS;
            for (int c = 0; c < CHANNELS; c++) {
                for (int i = 0; i < x.length; i++) {
                    mean[c] += channel(i, plane) == c ? x[i] / n : 0;
                }
                for (int i = 0; i < x.length; i++) {
                    variance[c] += channel(i, plane) == c ? (x[i] - mean[c]) * (x[i] - mean[c]) / n : 0;
                }
                double deviation = Math.sqrt(variance[c] + 1e-5);
                for (int i = 0; i < x.length; i++) {
                    if (channel(i, plane) == c) {
                        double normal = (x[i] - mean[c]) / deviation;
                        output[i] = gamma[c] * normal + beta[c];
                        gammaGradient[c] += g[i] * normal;
                        betaGradient[c] += g[i];
                    }
                }
                for (int i = 0; i < x.length; i++) {
                    if (channel(i, plane) == c) {
                        double normal = (x[i] - mean[c]) / deviation;
                        inputGradient[i] =
                                gamma[c] / deviation * (g[i] - betaGradient[c] / n - normal * gammaGradient[c] / n);
                    }
                }
            }
        }

        private static int channel(int i, int plane) {
            return i / plane % CHANNELS;
        }
    }

    /** Words of 16 bits lose some to the bound of the whole tensor's magnitude, and channels differ by a few bits. */
    @ParameterizedTest
    @CsvSource({
        "32, 24, 32, 0x1p-23, 0x1p-20",
        "24, 16, 24, 0x1p-16, 0x1p-14",
        "16, 12, 16, 0x1p-9, 0x1p-6",
        "32, 24, 16, 0x1p-23, 0x1p-6"
    })
    void followsTheDefinition(int bits, int fraction, int stash, double forwardShare, double backwardShare) {
        for (int trial = 0; trial < 20; trial++) {
            FixedFormat format = new FixedFormat(bits, fraction, stash);
            int[] shape = random.nextBoolean() ? new int[] {6, CHANNELS, 3, 4} : new int[] {24, CHANNELS};
            int plane = shape.length == 4 ? 12 : 1;
            FixedTensor x = Doubles.random(random, bits, -bits - 3 + random.nextInt(6), plane * CHANNELS, shape);
            FixedTensor g = Doubles.random(random, bits, -bits - 8 + random.nextInt(6), plane, shape);
            FixedBatchNorm layer = new FixedBatchNorm("bn", CHANNELS, format);
            for (FixedParameter parameter : layer.parameters()) {
                for (int c = 0; c < CHANNELS; c++) {
                    parameter.value().mantissas()[c] += random.nextInt() >> (Integer.SIZE - fraction);
                }
            }
            FixedStep step = Doubles.step(true, 1 + trial % 2);
            FixedTensor output = layer.forward(x, step);
            FixedTensor inputGradient = layer.backward(g, step);
            FixedParameter gamma = layer.parameters().get(0);
            FixedParameter beta = layer.parameters().get(1);
            Reference expected = new Reference(
                    Doubles.of(x), Doubles.of(g), Doubles.of(gamma.value()), Doubles.of(beta.value()), plane);
            String where = "trial " + trial + ", seed " + SEED;
            Doubles.close(expected.output, output, forwardShare, where);
            Doubles.close(expected.inputGradient, inputGradient, backwardShare, where);
            Doubles.close(expected.gammaGradient, gamma.gradient(), backwardShare, where);
            Doubles.close(expected.betaGradient, beta.gradient(), backwardShare, where);
            double n = (double) x.size() / CHANNELS;
            for (int c = 0; c < CHANNELS; c++) {
                running(0.1 * expected.mean[c], layer.state().get("running_mean"), c, where);
                double unbiased = expected.variance[c] * n / (n - 1);
                running(0.9 + 0.1 * unbiased, layer.state().get("running_variance"), c, where);
            }
        }
    }

    private static void running(double expected, int[] values, int c, String where) {
        Scalar actual = Running.get(values, c);
        double value = Math.scalb((double) actual.mantissa(), actual.exponent());
        assertEquals(expected, value, 0x1p-14 * Math.max(Math.abs(expected), 1e-3), where);
    }

    /** After one batch, evaluation normalises by 0.1 of its mean and 0.9 + 0.1 of its variance. */
    @Test
    void evaluationUsesRunningValues() {
        FixedFormat format = new FixedFormat(32, 24, 32);
        FixedTensor x = Doubles.random(random, 32, -30, 12 * CHANNELS, 6, CHANNELS, 3, 4);
        FixedBatchNorm layer = new FixedBatchNorm("bn", CHANNELS, format);
        layer.forward(x, Doubles.step(true, 1));
        FixedTensor output = layer.forward(x, Doubles.step(false, 2));
        double[] values = Doubles.of(x);
        double[] ones = {1, 1, 1, 1, 1};
        Reference batch = new Reference(values, new double[values.length], ones, new double[CHANNELS], 12);
        double[] expected = new double[values.length];
        for (int i = 0; i < expected.length; i++) {
            int c = Reference.channel(i, 12);
            double variance = 0.9 + 0.1 * batch.variance[c] * 72 / 71;
            expected[i] = (values[i] - 0.1 * batch.mean[c]) / Math.sqrt(variance + 1e-5);
        }
        Doubles.close(expected, output, 0x1p-24, "seed " + SEED);
    }

    /** A channel of equal values, and one whose gradients are 0. */
    @Test
    void constantsAndZerosAreNoTrouble() {
        FixedFormat format = new FixedFormat(32, 24, 32);
        FixedStep step = Doubles.step(true, 1);
        int[] sevens = new int[8 * CHANNELS];
        Arrays.fill(sevens, 7);
        FixedBatchNorm layer = new FixedBatchNorm("bn", CHANNELS, format);
        FixedTensor output = layer.forward(FixedTensor.of(sevens, -3, 8, CHANNELS), step);
        FixedTensor gradient = layer.backward(FixedTensor.of(new int[8 * CHANNELS], -9, 8, CHANNELS), step);
        for (int i = 0; i < 8 * CHANNELS; i++) {
            assertEquals(0, output.mantissas()[i]);
            assertEquals(0, gradient.mantissas()[i]);
        }
        assertEquals(0, layer.parameters().get(0).gradient().magnitude(step.parallel()));
        FixedTensor one = FixedTensor.of(new int[CHANNELS], 0, 1, CHANNELS);
        assertThrows(IllegalArgumentException.class, () -> layer.forward(one, step));
    }
}
