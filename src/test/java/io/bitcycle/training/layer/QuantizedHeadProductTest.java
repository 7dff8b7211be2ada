package io.bitcycle.training.layer;

import static io.bitcycle.training.layer.GradientCheck.random;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.TestHardware;
import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.precision.Precision;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Quantizers;
import io.bitcycle.workload.ActivationProduct;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.work.ActivationProductWork;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The products of attention on the array against loops over the values that their codes stand for. */
class QuantizedHeadProductTest {
    static LongStream seeds() {
        return LongStream.range(0, 24);
    }

    /** A stack of matrices in binary64. */
    private record Stack(double[] values, int groups, int rows, int cols) {
        Stack transposed() {
            Stack result = new Stack(new double[values.length], groups, cols, rows);
            for (int i = 0; i < values.length; i++) {
                int group = i / (rows * cols);
                result.values[group * rows * cols + i % cols * rows + i / cols % rows] = values[i];
            }
            return result;
        }

        Stack times(Stack other) {
            Stack result = new Stack(new double[groups * rows * other.cols], groups, rows, other.cols);
            for (int at = 0; at < result.values.length; at++) {
                int group = at / (rows * other.cols);
                for (int k = 0; k < cols; k++) {
                    result.values[at] += values[(group * rows + at / other.cols % rows) * cols + k]
                            * other.values[(group * cols + k) * other.cols + at % other.cols];
                }
            }
            return result;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allPassesFollowTheDefinition(long seed) {
        Random random = new Random(seed);
        Quantizer quantizer = Quantizers.ALL.get(random.nextInt(Quantizers.ALL.size()));
        int bits = Math.max(quantizer.minBits(), 2 + random.nextInt(7));
        int errorBits = Math.max(quantizer.minBits(), 4 + random.nextInt(5));
        int groups = 1 + random.nextInt(4);
        int m = 1 + random.nextInt(6);
        int k = 1 + random.nextInt(6);
        int n = 1 + random.nextInt(6);
        String what = "seed " + seed + ", " + quantizer.name() + ", bits " + bits + "/" + errorBits;
        AcceleratorSession session =
                TestHardware.session(1, "array.mac.operand_signs=" + (random.nextBoolean() ? "either" : "signed"));
        Precision precision = new Precision(bits, errorBits);
        ErrorNoise noise = ErrorNoise.of(CounterRandom.of(seed));
        Step step = new Step(session, precision, true, 3, noise);
        ActivationProductWork work = new ActivationProductWork(
                new ActivationProduct("p", groups, m, k, n, true), step.quantization(quantizer));
        FloatTensor left = random(random, groups, m, k);
        FloatTensor right = random(random, groups, k, n);
        FloatTensor errors = random(random, groups, m, n);

        QuantizedHeadProduct product = new QuantizedHeadProduct("p", 5, quantizer);
        FloatTensor forward = product.forward(left, right, work, step);
        HeadProduct.Gradients gradients = product.backward(errors, work, step);

        Stack a = stack(left, activation(quantizer, left, bits));
        Stack b = stack(right, activation(quantizer, right, bits));
        QuantizedTensor e = quantizer.error(flat(errors), errorBits, noise.error(3, 5), Parallel.SERIAL);
        assertClose(a.times(b), forward, what + ", forward");
        assertClose(stack(errors, e).times(b.transposed()), gradients.left(), what + ", left");
        assertClose(a.transposed().times(stack(errors, e)), gradients.right(), what + ", right");
        // The ledger has one entry for operations that are alike.
        List<Operation> listed = Stream.concat(work.forward(true).stream(), work.backward().stream())
                .distinct()
                .toList();
        assertEquals(listed.size(), TestHardware.operations(session).size(), what);
    }

    private static FloatTensor flat(FloatTensor values) {
        return values.reshaped(1, values.dim(0), values.dim(1), values.dim(2));
    }

    private static QuantizedTensor activation(Quantizer quantizer, FloatTensor values, int bits) {
        return quantizer.activation(
                flat(values), quantizer.activationRange(flat(values), Parallel.SERIAL), bits, Parallel.SERIAL);
    }

    private static Stack stack(FloatTensor shape, QuantizedTensor codes) {
        double[] values = new double[shape.size()];
        Arrays.setAll(values, i -> (double) codes.codes().code(i) * codes.scale(0) + codes.offset(0));
        return new Stack(values, shape.dim(0), shape.dim(1), shape.dim(2));
    }

    private static void assertClose(Stack expected, FloatTensor actual, String what) {
        double largest = Arrays.stream(expected.values()).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < actual.size(); i++) {
            assertEquals(expected.values()[i], actual.data()[i], 1e-5 * Math.max(largest, 1e-3), what + " [" + i + "]");
        }
    }
}
