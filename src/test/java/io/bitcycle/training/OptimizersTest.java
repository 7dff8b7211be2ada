package io.bitcycle.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.TestHardware;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.layer.Parameter;
import io.bitcycle.workload.Averaging;
import io.bitcycle.workload.OptimizerSpec;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adam and clipping against twins in binary64. */
class OptimizersTest {
    /**
     * Expected numbers: numpy, binary64.
     *
     * <pre>
     * w = np.array([1., -2., .5]); m = np.zeros(3); v = np.zeros(3)
     * for k in range(3):
     *     g = np.array([.1, -.2, .3]) * (k + 1) + .01 * w
     *     m = .9 * m + .1 * g; v = .99 * v + .01 * g * g
     *     w = w - [.1, .1, .05][k] * (m / (1 - .9**(k+1))) / (np.sqrt(v / (1 - .99**(k+1))) + 1e-3)
     * </pre>
     */
    @Test
    void adamEqualsNumpy() {
        float[][] weights = {
            {0.9009009f, -1.90045249f, 0.4003268f},
            {0.80454882f, -1.80383691f, 0.3040341f},
            {0.75671251f, -1.75590646f, 0.25627823f}
        };
        Parameter parameter = Parameter.of("fc", "weight", FloatTensor.of(new float[] {1, -2, .5f}, 3));
        Optimizer adam = new Adam(List.of(parameter), new OptimizerSpec.Adam(0.9, 0.99, 1e-3), 0.01f);
        AcceleratorSession session = TestHardware.session(1);
        float[] rates = {.1f, .1f, .05f};
        float[] gradient = {.1f, -.2f, .3f};
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < 3; i++) {
                parameter.gradient().data()[i] = gradient[i] * (k + 1);
            }
            adam.step(k, rates[k], session);
            assertArrayEquals(weights[k], parameter.value().data(), 1e-6f, "weights after step " + k);
        }
        assertArrayEquals(
                new float[] {0.05852536f, -0.11733424f, 0.16936932f},
                adam.state().get("fc.weight.mean").data(),
                1e-7f);
        assertArrayEquals(
                new float[] {0.00149999f, 0.00603217f, 0.01267827f},
                adam.state().get("fc.weight.mean_square").data(),
                1e-7f);
        // Counted by hand on the formula: w, g, m, v in, w, m, v out.
        assertEquals(
                new VectorOp(
                                "fc",
                                TrainingPass.BACKWARD_WEIGHT,
                                "adam weight",
                                3,
                                5,
                                8,
                                1,
                                1,
                                Traffic.words(12),
                                Traffic.words(9))
                        .beside(0),
                TestHardware.operations(session).get(0));
    }

    @Test
    void adamNamesEverythingWrong() {
        assertEquals(
                "a beta is 1.0, allowed is at least 0 and below 1; epsilon is 0.0, allowed is above 0 and finite; weight"
                        + " decay is -1.0, allowed is at least 0 and finite",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Adam(List.of(), new OptimizerSpec.Adam(0.9, 1, 0), -1))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void clipsTheNormOfAllGradients(long seed) {
        Random random = new Random(seed);
        List<Parameter> parameters = new ArrayList<>();
        double squares = 0;
        for (int p = 0; p < 3; p++) {
            Parameter parameter = Parameter.of("layer" + p, "weight", FloatTensor.zeros(1 + random.nextInt(300)));
            for (int i = 0; i < parameter.gradient().size(); i++) {
                parameter.gradient().data()[i] = (float) random.nextGaussian();
                squares += Math.pow(parameter.gradient().data()[i], 2);
            }
            parameters.add(parameter);
        }
        double limit = Math.sqrt(squares) * (seed % 2 == 0 ? 0.3 : 1.5);
        double factor = Math.min(1, limit / (Math.sqrt(squares) + 1e-6));
        List<float[]> expected = new ArrayList<>();
        for (Parameter parameter : parameters) {
            float[] moved = new float[parameter.gradient().size()];
            for (int i = 0; i < moved.length; i++) {
                moved[i] = (float) (-parameter.gradient().data()[i] * factor); // plain SGD from 0 at rate 1
            }
            expected.add(moved);
        }
        AcceleratorSession session = TestHardware.session(2);
        Optimizers.of(new OptimizerSpec(new OptimizerSpec.Sgd(0, false), 0, OptionalDouble.of(limit)), parameters)
                .step(0, 1, session);
        for (int p = 0; p < expected.size(); p++) {
            assertArrayEquals(expected.get(p), parameters.get(p).value().data(), 1e-5f, "seed " + seed);
        }
        assertEquals(
                List.of("gradient norm", "gradient norm", "gradient norm", "clip factor", "clip", "clip", "clip"),
                TestHardware.operations(session).stream()
                        .limit(7)
                        .map(op -> ((VectorOp) op).name().replace(" weight", ""))
                        .toList());
    }

    /** Counted one by one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void averagesJoinAtMultiples(long seed) {
        Random random = new Random(seed);
        Averaging averaging = new Averaging(random.nextInt(20), 1 + random.nextInt(7));
        long joined = 0;
        for (long iteration = 0; iteration < 60; iteration++) {
            assertEquals(joined, averaging.joinedBefore(iteration), "seed " + seed + ", iteration " + iteration);
            boolean due = iteration >= averaging.from() && iteration % averaging.every() == 0;
            assertEquals(due, averaging.isDue(iteration), "seed " + seed);
            joined += due ? 1 : 0;
        }
    }
}
