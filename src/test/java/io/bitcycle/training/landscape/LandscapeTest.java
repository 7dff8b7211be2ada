package io.bitcycle.training.landscape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.training.ProgressListener;
import io.bitcycle.training.layer.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Landscapes of losses whose shape is known. */
class LandscapeTest {
    private static final CounterRandom RANDOM = CounterRandom.of(5);

    /** Half the sum of a[i] (w[i] - c[i])², whose Hessian has the a[i] as eigenvalues; the second parameter is a bias. */
    private static final class Bowl implements LossFunction {
        private static final double[][] CURVATURES = {{1, 2, 0.5, 0.25, 3, 0.125}, {0.75, 7}};
        private final List<Parameter> parameters = List.of(
                Parameter.of("conv", "weight", FloatTensor.of(new float[] {3, 4, 0, 1, -2, 2}, 2, 3)),
                Parameter.of("conv", "bias", FloatTensor.of(new float[] {1, -1}, 2)));
        private final WeightVector centre = WeightVector.of(parameters, Parameter::value);

        @Override
        public List<Parameter> parameters() {
            return parameters;
        }

        @Override
        public double loss() {
            WeightVector from = WeightVector.of(parameters, Parameter::value).plus(-1, centre);
            return 0.5 * from.dot(gradient());
        }

        @Override
        public WeightVector gradient() {
            double[][] g = WeightVector.of(parameters, Parameter::value)
                    .plus(-1, centre)
                    .parts();
            for (int p = 0; p < g.length; p++) {
                for (int i = 0; i < g[p].length; i++) {
                    g[p][i] *= CURVATURES[p][i];
                }
            }
            return new WeightVector(g);
        }
    }

    private static Landscape.Plan plan() {
        return new Landscape.Plan(0.5, 5, 0.1, 3, 100);
    }

    @Test
    void filtersOfADirectionAreAsLongAsTheWeights() {
        List<Parameter> parameters = new Bowl().parameters();
        WeightVector direction = WeightVector.filterNormalised(
                parameters,
                List.of(
                        RANDOM.stream(RandomPurpose.LANDSCAPE_DIRECTION, 0, 0),
                        RANDOM.stream(RandomPurpose.LANDSCAPE_DIRECTION, 0, 1)));
        double[] weights = direction.parts()[0];
        assertEquals(5, Math.hypot(Math.hypot(weights[0], weights[1]), weights[2]), 1e-12);
        assertEquals(3, Math.hypot(Math.hypot(weights[3], weights[4]), weights[5]), 1e-12);
        assertArrayEquals(new double[2], direction.parts()[1], "biases stay");
    }

    @Test
    void powerIterationFindsTheLargestEigenvalue() {
        Curvature curvature = Landscape.measure(new Bowl(), new Bowl(), plan(), RANDOM, ProgressListener.NONE)
                .curvature();
        assertTrue(curvature.converged());
        assertEquals(7, curvature.eigenvalue(), 0.05);
    }

    @Test
    void tooFewIterationsAreSaid() {
        Curvature curvature = Landscape.measure(
                        new Bowl(), new Bowl(), new Landscape.Plan(1, 3, 0.1, 1, 1), RANDOM, ProgressListener.NONE)
                .curvature();
        assertFalse(curvature.converged());
        assertEquals(1, curvature.iterations());
    }

    @Test
    void thePlaneOfABowlIsQuadratic() {
        Bowl bowl = new Bowl();
        Landscape landscape = Landscape.measure(bowl, new Bowl(), plan(), RANDOM, ProgressListener.NONE);
        assertEquals(0, landscape.loss(), 0);
        assertArrayEquals(new double[] {-0.5, -0.25, 0, 0.25, 0.5}, landscape.distances(), 1e-15);
        double[][] plane = landscape.plane();
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                assertEquals(plane[i][j], plane[4 - i][4 - j], 1e-5 * plane[i][j] + 1e-12, "a bowl is even");
            }
        }
        assertEquals(4 * plane[1][2], plane[0][2], 1e-4 * plane[0][2]);
        assertTrue(landscape.rise().largest() >= landscape.rise().mean()
                && landscape.rise().mean() > 0);
        assertArrayEquals(
                new float[] {3, 4, 0, 1, -2, 2},
                bowl.parameters().get(0).value().data(),
                "the weights are put back");
    }

    @Test
    void anEvenNumberOfPointsHasNoMiddle() {
        assertThrows(IllegalArgumentException.class, () -> new Landscape.Plan(1, 4, 0.1, 1, 1));
    }
}
