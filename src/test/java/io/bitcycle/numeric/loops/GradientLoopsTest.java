package io.bitcycle.numeric.loops;

import static java.util.Arrays.copyOfRange;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine's loops for gradients of weights against the plain ones, bit for bit. */
class GradientLoopsTest {
    private static final GradientLoops PLAIN = new PlainLoops().gradients();
    private static final GradientLoops FAST = BestLoops.vector().gradients();

    /** No code after the last row: what reads too far ahead is seen. */
    private static GradientLoops.Rows rows(Random random, int overlap, int factor) {
        int tiles = 1 + random.nextInt(20);
        int count = 1 + random.nextInt(6);
        int pitch = 2 * tiles + overlap + random.nextInt(3);
        int upper = random.nextInt(5);
        int lower = random.nextInt(5);
        int size = 4 + Math.max(upper, lower) + 2 * (count - 1) * pitch + 2 * tiles + overlap;
        short[] codes = new short[size];
        for (int i = 0; i < size; i++) {
            codes[i] = (short) (random.nextInt(1 << 15) - (1 << 14));
        }
        return new GradientLoops.Rows(codes, upper, lower, factor, pitch, count, tiles);
    }

    private static void assertSame(float[] expected, float[] actual, GradientLoops.Rows rows, int position, long seed) {
        for (int j = 0; j < GradientLoops.POSITIONS; j++) {
            int from = 3 + j * position;
            int to = from + rows.count() * rows.tiles();
            assertArrayEquals(copyOfRange(expected, from, to), copyOfRange(actual, from, to), "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void transforms(long seed) {
        Random random = new Random(seed);
        for (int factor = -1; factor <= 1; factor++) {
            int position = 150 + random.nextInt(9);
            float[] expected = new float[4 * position + 20];
            float[] actual = new float[4 * position + 20];
            GradientLoops.Rows inputs = rows(random, 2, factor);
            PLAIN.inputs(inputs, 4, expected, 3, position);
            FAST.inputs(inputs, 4, actual, 3, position);
            assertSame(expected, actual, inputs, position, seed);
            GradientLoops.Rows errors = rows(random, 0, factor);
            PLAIN.errors(errors, 4, expected, 3, position);
            FAST.errors(errors, 4, actual, 3, position);
            assertSame(expected, actual, errors, position, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void dots(long seed) {
        Random random = new Random(seed);
        int vectors = 1 + random.nextInt(GradientLoops.TILES / GradientLoops.LANES);
        float[] x = new float[5 + GradientLoops.INPUTS * GradientLoops.STREAM];
        float[] e = new float[5 + GradientLoops.ERRORS * GradientLoops.STREAM];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(1021) - 510;
            e[i % e.length] = random.nextInt(511) - 255;
        }
        double[] expected = new double[40];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = random.nextLong() >> 14;
        }
        double[] actual = expected.clone();
        PLAIN.addDots(x, 5, e, 3, vectors, expected, 7, new float[64]);
        FAST.addDots(x, 5, e, 3, vectors, actual, 7, new float[64]);
        assertArrayEquals(expected, actual, "seed " + seed);
    }
}
