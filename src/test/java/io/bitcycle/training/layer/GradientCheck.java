package io.bitcycle.training.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.TestHardware;
import io.bitcycle.tensor.FloatTensor;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Compares a layer with its binary64 twin: the outputs directly, the gradients with central differences of the twin. The loss is
 * the sum of the outputs, each times a random weight.
 */
final class GradientCheck {
    /** A layer's function of its input and of its parameters in their order. */
    @FunctionalInterface
    interface Twin {
        double[] forward(double[] input, List<double[]> parameters);
    }

    /** Half the distance of the two points of a difference; errors are about 1e-12 from curvature, 1e-9 from rounding. */
    private static final double H = 1e-6;

    /** Of binary32 against binary64, relative to the largest value of the tensor. */
    private static final double TOLERANCE = 1e-5;

    private GradientCheck() {}

    static void check(String what, Layer layer, Twin twin, FloatTensor input, Random random) {
        for (Parameter parameter : layer.parameters()) {
            fill(parameter.value(), random);
            // What an earlier pass may have left must be overwritten.
            fill(parameter.gradient(), random);
        }
        Step step = TestHardware.training(TestHardware.session(1));
        FloatTensor output = layer.forward(input, step);
        double[] x = doubles(input);
        List<double[]> parameters =
                layer.parameters().stream().map(p -> doubles(p.value())).toList();
        assertClose(what + " output", twin.forward(x, parameters), output);

        FloatTensor weights = FloatTensor.zeros(output.shape());
        fill(weights, random);
        double[] w = doubles(weights);
        ToDoubleFunction<double[]> loss = ignored -> dot(w, twin.forward(x, parameters));
        FloatTensor inputGradient = layer.backward(weights, step);
        assertClose(what + " input gradient", differences(x, loss), inputGradient);
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = layer.parameters().get(i);
            assertClose(
                    what + " " + parameter.layer() + " " + parameter.name() + " gradient",
                    differences(parameters.get(i), loss),
                    parameter.gradient());
        }
    }

    /** The derivative of a function of {@code at} by each of its elements. */
    static double[] differences(double[] at, ToDoubleFunction<double[]> function) {
        double[] slopes = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double value = at[i];
            at[i] = value + H;
            double above = function.applyAsDouble(at);
            at[i] = value - H;
            slopes[i] = (above - function.applyAsDouble(at)) / (2 * H);
            at[i] = value;
        }
        return slopes;
    }

    static void assertClose(String what, double[] expected, FloatTensor actual) {
        assertEquals(expected.length, actual.size(), what + ": size");
        double largest = 0;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual.data()[i], TOLERANCE * Math.max(largest, 1e-3), what + " [" + i + "]");
        }
    }

    static FloatTensor random(Random random, int... shape) {
        FloatTensor tensor = FloatTensor.zeros(shape);
        fill(tensor, random);
        return tensor;
    }

    private static void fill(FloatTensor tensor, Random random) {
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) random.nextGaussian();
        }
    }

    static double[] doubles(FloatTensor tensor) {
        double[] values = new double[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.data()[i];
        }
        return values;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
