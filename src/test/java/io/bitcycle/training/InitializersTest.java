package io.bitcycle.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.numeric.RandomStream;
import io.bitcycle.tensor.FloatTensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class InitializersTest {
    /** A true distribution fails once in 1000 seeds; a deviation that is off by 3 % always does, with these sizes. */
    private static final double SIGNIFICANCE = 1e-3;

    private static RandomStream stream(int layer) {
        return CounterRandom.of(7).stream(RandomPurpose.WEIGHT_INIT, 0, layer);
    }

    private static void assertDistributed(RealDistribution distribution, FloatTensor sample) {
        double[] values = IntStream.range(0, sample.size())
                .mapToDouble(i -> sample.data()[i])
                .toArray();
        double p = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(distribution, values);
        assertTrue(p > SIGNIFICANCE, "p = " + p);
    }

    /** models.py: n = k · k · out_channels, normal(0, sqrt(2 / n)): here sqrt(2 / (3 · 3 · 32)) = 1 / 12. */
    @Test
    void convolution() {
        FloatTensor weight = Initializers.convolutionWeight(stream(0), 32, 64, 3, 3);
        assertArrayEquals(new int[] {32, 64, 3, 3}, weight.shape());
        assertDistributed(new NormalDistribution(0, 1.0 / 12), weight);
    }

    /** models.py: n = size(0) · size(1), normal(0, sqrt(2 / n)): here sqrt(2 / (50 · 256)) = 1 / 80. */
    @Test
    void linearWeight() {
        FloatTensor weight = Initializers.linearWeight(stream(0), 50, 256);
        assertArrayEquals(new int[] {50, 256}, weight.shape());
        assertDistributed(new NormalDistribution(0, 1.0 / 80), weight);
    }

    /** PyTorch's nn.Linear: uniform in ±1 / sqrt(in): here ±1 / 4. */
    @Test
    void linearBias() {
        FloatTensor bias = Initializers.linearBias(stream(0), 20_000, 16);
        assertDistributed(new UniformRealDistribution(-0.25, 0.25), bias);
        for (float value : bias.data()) {
            assertTrue(Math.abs(value) <= 0.25f);
        }
    }

    /** A layer's numbers are its own and in place: part of a longer draw, unlike another layer's, and not the bias's. */
    @Test
    void dependOnLayerAndElementAlone() {
        float[] few = Initializers.linearWeight(stream(3), 1, 50).data();
        float[] again = Initializers.linearWeight(stream(3), 1, 50).data();
        assertArrayEquals(few, again);
        // 4 · 50 elements have half the deviation.
        float[] more = Initializers.linearWeight(stream(3), 4, 50).data();
        for (int i = 0; i < few.length; i++) {
            assertEquals(few[i] / 2, more[i], 1e-7f, "element " + i);
        }
        assertNotEquals(
                Arrays.hashCode(few),
                Arrays.hashCode(Initializers.linearWeight(stream(4), 1, 50).data()));
        // The weights end at element 50, their last pair of random words at 51: the bias begins at 52.
        assertEquals(
                (float) ((2.0 * stream(3).uniform(52) - 1) / Math.sqrt(50)),
                Initializers.linearBias(stream(3), 1, 50).data()[0]);
    }
}
