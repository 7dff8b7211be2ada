package io.bitcycle.training.layer;

import static io.bitcycle.training.layer.GradientCheck.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.TestHardware;
import io.bitcycle.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

/**
 * Expected numbers: numpy 2.4.6, binary64.
 *
 * <pre>
 * import numpy as np
 * x = (((np.arange(6) * 7) % 11 - 5) / 4).reshape(2, 3); w = (((np.arange(12) * 5) % 13 - 6) / 8).reshape(4, 3)
 * b = np.arange(4) / 2 - .75; g = (((np.arange(8) * 3) % 7 - 3) / 2).reshape(2, 4)
 * x @ w.T + b, g @ w, g.T @ x, g.sum(0)
 * </pre>
 */
class LinearTest {
    private static final FloatTensor G = pattern(3, 7, 3, 0.5f, 2, 4);

    private static FloatTensor pattern(int factor, int modulus, int below, float scale, int... shape) {
        FloatTensor tensor = FloatTensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (i * factor % modulus - below) * scale;
        }
        return tensor;
    }

    private static Linear layer(boolean first) {
        FloatTensor bias = FloatTensor.of(new float[] {-.75f, -.25f, .25f, .75f}, 4);
        return new Linear("fc", pattern(5, 13, 6, 0.125f, 4, 3), bias, first);
    }

    @Test
    void equalsNumpy() {
        Step step = TestHardware.training(TestHardware.session(1));
        Linear layer = layer(false);
        double[] y = {-0.125, 0.0625, 1.0625, 1.25, -2.09375, -1.40625, 0.5, 1.1875};
        assertClose("y", y, layer.forward(pattern(7, 11, 5, 0.25f, 2, 3), step));
        assertClose("input gradient", new double[] {0.75, 0.4375, -1.5, -0.375, -1, 0}, layer.backward(G, step));
        double[] weight = {3.125, -0.5, 0, -1.25, -0.25, 0.75, -1.25, 0.875, -1.125, -1.25, -0.625, 1.375};
        assertClose("weight gradient", weight, layer.parameters().get(0).gradient());
        double[] bias = {-0.5, -1, 2, -2};
        assertClose("bias gradient", bias, layer.parameters().get(1).gradient());
    }

    @Test
    void firstLayerGivesNoInputGradient() {
        Step step = TestHardware.training(TestHardware.session(1));
        Linear layer = layer(true);
        layer.forward(pattern(7, 11, 5, 0.25f, 2, 3), step);
        assertNull(layer.backward(G, step));
        assertEquals(3.125f, layer.parameters().get(0).gradient().data()[0]);
    }

    @Test
    void shapesItCannotTake() {
        Step step = TestHardware.training(TestHardware.session(1));
        assertEquals(
                "fc: the input is [2, 4], not [N, 3]",
                message(() -> layer(false).forward(FloatTensor.zeros(2, 4), step)));
        assertEquals(
                "fc: the weights are [4, 3, 1], not [O, I]",
                message(() -> new Linear("fc", FloatTensor.zeros(4, 3, 1), null, false)));
        assertEquals(
                "fc: 3 biases for 4 outputs",
                message(() -> new Linear("fc", FloatTensor.zeros(4, 3), FloatTensor.zeros(3), false)));
    }

    private static String message(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }
}
