package io.bitcycle.training.fixed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.TestHardware;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.layer.AveragePool;
import io.bitcycle.training.layer.GlobalAveragePool;
import io.bitcycle.training.layer.Layer;
import io.bitcycle.training.layer.MaxPool;
import io.bitcycle.training.layer.Relu;
import io.bitcycle.training.layer.Step;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Layers without products against those of binary32 on numbers of 18 bits, which binary32 adds without rounding; residual sums
 * and the fully connected layer against binary64.
 */
class FixedLayersTest {
    private static final FixedFormat WORDS = new FixedFormat(32, 24, 32);
    private static final int BITS = 18;
    private static final long SEED = System.nanoTime();

    private final Random random = new Random(SEED);

    @Test
    void reluPassesWhatIsAboveZero() {
        compare(new FixedRelu("relu"), new Relu("relu"), 0, 0, 3, 4, 5, 5);
    }

    /** The last has overlapping windows: their gradients lose two bits so that the sum fits. */
    @ParameterizedTest
    @CsvSource({"2, 2, 0, 0", "3, 3, 1, 0", "3, 2, 1, 3"})
    void maxPooling(int kernel, int stride, int padding, double units) {
        FixedMaxPool fixed = new FixedMaxPool("pool", kernel, stride, padding, WORDS);
        compare(fixed, new MaxPool("pool", kernel, stride, padding), 0, units, 2, 3, 8, 8);
    }

    /** One rounding to the unit forward; backward up to one per window, in units of the input's gradient. */
    @ParameterizedTest
    @CsvSource({"2, 2, 0.5, 0", "3, 3, 0.5, 0.5", "3, 2, 0.5, 2", "2, 1, 0.5, 2"})
    void averagePooling(int kernel, int stride, double forwardUnits, double backwardUnits) {
        FixedAveragePool fixed = FixedAveragePool.windows("pool", kernel, stride, WORDS);
        compare(fixed, new AveragePool("pool", kernel, stride), forwardUnits, backwardUnits, 2, 3, 9, 9);
    }

    @Test
    void globalPooling() {
        compare(FixedAveragePool.global("pool", WORDS), new GlobalAveragePool("pool"), 0.5, 0, 3, 4, 8, 4);
        compare(FixedAveragePool.global("pool", WORDS), new GlobalAveragePool("pool"), 0.5, 0.5, 3, 4, 3, 5);
    }

    /** Forward, backward and what the session records. */
    private void compare(FixedLayer fixed, Layer twin, double forwardUnits, double backwardUnits, int... shape) {
        FixedTensor x = tensor(shape);
        FixedStep step = Doubles.step(true, 2);
        AcceleratorSession floats = TestHardware.session(1);
        Step floatStep = TestHardware.training(floats);
        FixedTensor y = fixed.forward(x, step);
        FloatTensor expected = twin.forward(values(x), floatStep);
        near(expected, y, forwardUnits);
        FixedTensor g = tensor(y.shape());
        near(twin.backward(values(g), floatStep), fixed.backward(g, step), backwardUnits);
        assertEquals(TestHardware.operations(floats), TestHardware.operations(step.session()));
    }

    private static void near(FloatTensor expected, FixedTensor actual, double units) {
        assertArrayEquals(expected.shape(), actual.shape());
        double[] values = Doubles.of(actual);
        double allowed = Math.scalb(units, actual.exponent());
        for (int i = 0; i < values.length; i++) {
            double rounding = Math.ulp(expected.data()[i]); // of binary32's own division
            assertEquals(
                    expected.data()[i],
                    values[i],
                    allowed == 0 ? 0 : allowed + rounding,
                    "element " + i + ", seed " + SEED);
        }
    }

    private FixedTensor tensor(int... shape) {
        int[] mantissas = random.ints(FixedTensor.size(shape))
                .map(value -> value >> (Integer.SIZE - BITS))
                .toArray();
        return FixedTensor.of(mantissas, -15, shape);
    }

    private static FloatTensor values(FixedTensor tensor) {
        FloatTensor values = FloatTensor.zeros(tensor.shape());
        double[] exact = Doubles.of(tensor);
        for (int i = 0; i < exact.length; i++) {
            values.data()[i] = (float) exact[i];
        }
        return values;
    }

    /** A layer that gives one tensor forward and another backward. */
    private record Given(FixedTensor output, FixedTensor gradient) implements FixedLayer {
        @Override
        public String name() {
            return "given";
        }

        @Override
        public FixedTensor forward(FixedTensor input, FixedStep step) {
            return output;
        }

        @Override
        public FixedTensor backward(FixedTensor outputGradient, FixedStep step) {
            return gradient;
        }
    }

    /** Whatever the two exponents: off by half a unit of the sum, and by what lies 30 bits below the greater operand's. */
    @Test
    void residualSums() {
        for (int trial = 0; trial < 300; trial++) {
            FixedFormat format = new FixedFormat(16 + random.nextInt(17), 12, 16);
            FixedTensor a = Doubles.random(random, format.bits(), random.nextInt(80) - 40, 10, 2, 10);
            FixedTensor b = Doubles.random(random, format.bits(), random.nextInt(80) - 40, 10, 2, 10);
            FixedResidual layer = new FixedResidual("sum", List.of(new Given(a, b)), List.of(new Given(b, a)), format);
            FixedStep step = Doubles.step(true, 1);
            for (FixedTensor sum : List.of(layer.forward(a, step), layer.backward(a, step))) {
                for (int i = 0; i < 20; i++) {
                    double exact = Doubles.of(a)[i] + Doubles.of(b)[i];
                    double bound = Math.scalb(0.5, sum.exponent())
                            + Math.scalb(0.5, Math.max(a.exponent(), b.exponent()) - 30)
                            + Math.scalb(1.0, Math.max(a.exponent(), b.exponent()) - 21); // binary64's own
                    assertEquals(exact, Doubles.of(sum)[i], bound, "trial " + trial + ", seed " + SEED);
                }
                assertTrue(sum.magnitude(step.parallel()) < 1L << (format.bits() - 1), "seed " + SEED);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"32, 24, 0x1p-23", "16, 12, 0x1p-13"})
    void fullyConnected(int bits, int fraction, double share) {
        FixedFormat format = new FixedFormat(bits, fraction, bits);
        int batch = 7;
        int inputs = 33;
        int outputs = 4;
        FixedTensor weights = Doubles.random(random, bits - 1, -fraction, inputs, outputs, inputs);
        FixedTensor biases = Doubles.random(random, bits - 1, -fraction, outputs, outputs);
        FixedLinear layer = new FixedLinear("fc", false, weights, new FixedBias("fc", biases, format), format);
        FixedTensor x = Doubles.random(random, bits, -bits, inputs, batch, inputs);
        FixedTensor g = Doubles.random(random, bits, -bits - 4, outputs, batch, outputs);
        FixedStep step = Doubles.step(true, 2);
        FixedTensor y = layer.forward(x, step);
        FixedTensor dx = layer.backward(g, step);
        double[] output = new double[batch * outputs];
        double[] inputGradient = new double[batch * inputs];
        double[] weightGradient = new double[outputs * inputs];
        double[] biasGradient = new double[outputs];
        for (int n = 0; n < batch; n++) {
            for (int o = 0; o < outputs; o++) {
                double error = Doubles.of(g)[n * outputs + o];
                output[n * outputs + o] = Doubles.of(biases)[o];
                biasGradient[o] += error;
                for (int i = 0; i < inputs; i++) {
                    double value = Doubles.of(x)[n * inputs + i];
                    double weight = Doubles.of(weights)[o * inputs + i];
                    output[n * outputs + o] += value * weight;
                    inputGradient[n * inputs + i] += error * weight;
                    weightGradient[o * inputs + i] += error * value;
                }
            }
        }
        String where = "seed " + SEED;
        Doubles.close(output, y, share, where);
        Doubles.close(inputGradient, dx, share, where);
        Doubles.close(weightGradient, layer.parameters().get(0).gradient(), share, where);
        Doubles.close(biasGradient, layer.parameters().get(1).gradient(), share, where);
    }
}
