package io.bitcycle.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.TestHardware;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.workload.OptimizerSpec;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Expected numbers: numpy 2.4.6, binary64.
 *
 * <pre>
 * import numpy as np
 * w = np.array([1., -2., .5]); v = np.zeros(3)
 * for k in range(3):
 *     g = np.array([.1, -.2, .3]) * (k + 1) + .01 * w
 *     v = .9 * v + g; w = w - [.1, .1, .05][k] * v; print(w, v)
 * </pre>
 */
class SgdTest {
    private static final float[][] WEIGHTS = {
        {0.989f, -1.978f, 0.4695f}, {0.958111f, -1.916222f, 0.3815805f}, {0.928731894f, -1.85746379f, 0.296825935f}
    };
    private static final float[][] VELOCITIES = {
        {0.11f, -0.22f, 0.305f}, {0.30889f, -0.61778f, 0.879195f}, {0.58758211f, -1.17516422f, 1.69509131f}
    };

    private static final OptimizerSpec.Sgd MOMENTUM = new OptimizerSpec.Sgd(0.9, false);

    @Test
    void equalsNumpy() {
        AcceleratorSession session = TestHardware.session(1);
        Parameter parameter = Parameter.of("fc", "weight", FloatTensor.of(new float[] {1, -2, .5f}, 3));
        Sgd sgd = new Sgd(List.of(parameter), MOMENTUM, 0.01f);
        FloatTensor velocity = sgd.state().get("fc.weight.velocity");
        float[] rates = {.1f, .1f, .05f};
        float[] gradient = {.1f, -.2f, .3f};
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < 3; i++) {
                parameter.gradient().data()[i] = gradient[i] * (k + 1);
            }
            sgd.step(k, rates[k], session);
            assertArrayEquals(WEIGHTS[k], parameter.value().data(), 1e-6f, "weights after step " + k);
            assertArrayEquals(VELOCITIES[k], velocity.data(), 1e-6f, "velocities after step " + k);
        }
    }

    /** The same, with w = w - [.1, .1, .05][k] * (g + .9 * v). */
    @Test
    void looksAheadAsNumpy() {
        AcceleratorSession session = TestHardware.session(1);
        Parameter parameter = Parameter.of("fc", "weight", FloatTensor.of(new float[] {1, -2, .5f}, 3));
        Sgd sgd = new Sgd(List.of(parameter), new OptimizerSpec.Sgd(0.9, true), 0.01f);
        float[] rates = {.1f, .1f, .05f};
        float[] gradient = {.1f, -.2f, .3f};
        float[][] weights = {
            {0.9791f, -1.9582f, 0.44205f},
            {0.93032971f, -1.86065942f, 0.302505105f},
            {0.888439861f, -1.77687972f, 0.181121445f}
        };
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < 3; i++) {
                parameter.gradient().data()[i] = gradient[i] * (k + 1);
            }
            sgd.step(k, rates[k], session);
            assertArrayEquals(weights[k], parameter.value().data(), 1e-6f, "weights after step " + k);
        }
        assertEquals(4, ((VectorOp) TestHardware.operations(session).get(0)).multiplies());
    }

    /** Per weight: two products and sums for v, one each for w; reads w, g, v and writes w, v, 32 bits each. */
    @Test
    void costs() {
        AcceleratorSession session = TestHardware.session(1);
        Sgd sgd = new Sgd(
                List.of(
                        Parameter.of("fc", "weight", FloatTensor.zeros(2, 3)),
                        Parameter.of("fc", "bias", FloatTensor.zeros(2))),
                MOMENTUM,
                0);
        sgd.step(0, 1, session);
        assertEquals(
                List.of(
                        new VectorOp(
                                        "fc",
                                        TrainingPass.BACKWARD_WEIGHT,
                                        "sgd weight",
                                        6,
                                        3,
                                        3,
                                        0,
                                        0,
                                        Traffic.words(18),
                                        Traffic.words(12))
                                .beside(0),
                        new VectorOp(
                                        "fc",
                                        TrainingPass.BACKWARD_WEIGHT,
                                        "sgd bias",
                                        2,
                                        3,
                                        3,
                                        0,
                                        0,
                                        Traffic.words(6),
                                        Traffic.words(4))
                                .beside(0)),
                TestHardware.operations(session));
        assertEquals(
                List.of("fc.weight.velocity", "fc.bias.velocity"),
                List.copyOf(sgd.state().keySet()));
    }

    @Test
    void namesEverythingWrong() {
        assertEquals(
                "momentum is 1.0, allowed is at least 0 and below 1; "
                        + "weight decay is NaN, allowed is at least 0 and finite",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Sgd(List.of(), new OptimizerSpec.Sgd(1, false), Float.NaN))
                        .getMessage());
    }
}
