package io.bitcycle.training.layer;

import static io.bitcycle.training.layer.GradientCheck.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.TestHardware;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.precision.Precision;
import io.bitcycle.reference.ReferenceQuantizer;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.MatrixOp;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An LSTM whose products run on the array. */
class QuantizedLstmTest {
    private static final int BATCH = 3;
    private static final int STEPS = 5;
    private static final int INPUTS = 4;
    private static final int HIDDEN = 6;
    private static final int GATES = 4 * HIDDEN;

    static LongStream seeds() {
        return LongStream.range(0, 8);
    }

    private static Step step(int forwardBits, int backwardBits) {
        AcceleratorSession session = new Accelerator(new HardwareConfigReader()
                        .read(Path.of("hwconfigs/bitfusion-45nm.json"), List.of("array.mac.accumulator_bits=48"))
                        .config())
                .session(new Workers(1));
        return new Step(session, new Precision(forwardBits, backwardBits), true, 0, ErrorNoise.of(CounterRandom.of(1)));
    }

    private static Lstm filled(Lstm layer, Random random) {
        for (Parameter parameter : layer.parameters()) {
            FloatTensor values = random(random, parameter.value().shape());
            System.arraycopy(values.data(), 0, parameter.value().data(), 0, values.size());
        }
        return layer;
    }

    /**
     * Each step against loops over the definition: the state that the layer gave before it, quantized by the reference within its own
     * range, times the quantized weights, and the cell, in binary64.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void stepsFollowTheDefinition(long seed) {
        Random random = new Random(seed);
        int bits = 3 + random.nextInt(6);
        Lstm layer = filled(Lstms.quantized(INPUTS, HIDDEN, BATCH, Quantizers.named("cpt")), random);
        FloatTensor input = random(random, BATCH, STEPS, INPUTS);
        FloatTensor output = layer.forward(input, step(bits, 8));
        double[][] inputWeight = weights(layer.parameters().get(0).value(), bits);
        double[][] stateWeight = weights(layer.parameters().get(2).value(), bits);
        double[] x = quantized(input.data(), bits);
        double[] cell = new double[BATCH * HIDDEN];
        float[] state = new float[BATCH * HIDDEN];
        for (int t = 0; t < STEPS; t++) {
            double[] h = quantized(state, bits);
            for (int n = 0; n < BATCH; n++) {
                double[] sums = new double[GATES];
                for (int g = 0; g < GATES; g++) {
                    sums[g] = layer.parameters().get(1).value().data()[g]
                            + layer.parameters().get(3).value().data()[g];
                    for (int i = 0; i < INPUTS; i++) {
                        sums[g] += inputWeight[g][i] * x[(n * STEPS + t) * INPUTS + i];
                    }
                    for (int i = 0; i < HIDDEN; i++) {
                        sums[g] += stateWeight[g][i] * h[n * HIDDEN + i];
                    }
                }
                for (int j = 0; j < HIDDEN; j++) {
                    int at = n * HIDDEN + j;
                    cell[at] = cell[at] / (1 + Math.exp(-sums[HIDDEN + j]))
                            + Math.tanh(sums[2 * HIDDEN + j]) / (1 + Math.exp(-sums[j]));
                    double expected = Math.tanh(cell[at]) / (1 + Math.exp(-sums[3 * HIDDEN + j]));
                    float actual = output.data()[(n * STEPS + t) * HIDDEN + j];
                    assertEquals(expected, actual, 1e-5, "seed " + seed + ", step " + t + ", element " + at);
                    state[at] = actual;
                }
            }
        }
    }

    private static double[][] weights(FloatTensor weight, int bits) {
        int inputs = weight.dim(1);
        double[][] rows = new double[weight.dim(0)][];
        for (int o = 0; o < rows.length; o++) {
            rows[o] = quantized(Arrays.copyOfRange(weight.data(), o * inputs, (o + 1) * inputs), bits);
        }
        return rows;
    }

    private static double[] quantized(float[] values, int bits) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        float scale = ReferenceQuantizer.scale(ReferenceQuantizer.range(min, max), bits);
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = ReferenceQuantizer.code(values[i], min, scale, bits, 0) * (double) scale + min;
        }
        return result;
    }

    /** Codes of 14 bits are close to no quantization: outputs and gradients are those of the layer without. */
    @ParameterizedTest
    @MethodSource("seeds")
    void wideCodesComeCloseToWords(long seed) {
        for (String name : List.of("cpt", "cpt-folded", "cpt-tensor")) {
            Quantizer quantizer = Quantizers.named(name);
            Lstm wide = filled(Lstms.quantized(INPUTS, HIDDEN, BATCH, quantizer), new Random(seed));
            Lstm words = filled(Lstms.unquantized(INPUTS, HIDDEN, BATCH), new Random(seed));
            Random random = new Random(~seed);
            FloatTensor input = random(random, BATCH, STEPS, INPUTS);
            FloatTensor gradient = random(random, BATCH, STEPS, HIDDEN);
            String what = name + ", seed " + seed;
            assertNear(words.forward(input, step(14, 14)), wide.forward(input, step(14, 14)), what + ", output");
            assertNear(
                    words.backward(gradient, step(14, 14)),
                    wide.backward(gradient, step(14, 14)),
                    what + ", input gradient");
            for (int i = 0; i < words.parameters().size(); i++) {
                assertNear(
                        words.parameters().get(i).gradient(),
                        wide.parameters().get(i).gradient(),
                        what + ", gradient of parameter " + i);
            }
        }
    }

    private static void assertNear(FloatTensor expected, FloatTensor actual, String what) {
        double largest = 0;
        for (float value : expected.data()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.data()[i], actual.data()[i], 4e-3 * largest, what + " [" + i + "]");
        }
    }

    /** Groups in turn must be as many as the operation has, and of its shape. */
    @Test
    void groupsInTurnAreCounted() {
        IntegerFormat format = IntegerFormat.unsigned(8);
        MatrixOp one = MatrixOp.product("p", 1, 1, 1, format, format);
        AcceleratorSession session = TestHardware.session(1);
        List<OffsetMatrix> ones = List.of(OffsetMatrix.dense(new short[] {1}, 1, 1, format));
        session.inTurn(one, () -> session.multiply(one, ones, ones));
        assertEquals(List.of(one), TestHardware.operations(session));
        assertThrows(IllegalArgumentException.class, () -> session.inTurn(one, () -> {}));
    }
}
