package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.RandomNumbers.codes;
import static io.bitcycle.numeric.loops.RandomNumbers.floats;
import static io.bitcycle.numeric.loops.RandomNumbers.integers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine's loops that add up against the plain ones, bit for bit. */
class SumLoopsTest {
    private static final SumLoops PLAIN = new PlainLoops().sums();
    private static final SumLoops FAST = BestLoops.vector().sums();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void sumsOfCodes(long seed) {
        Random random = new Random(seed);
        int planes = 1 + random.nextInt(10);
        int plane = 100 + random.nextInt(3);
        short[] codes = codes(random, planes * plane, 1 << 15);
        int count = random.nextInt(90);
        int[] expected = random.ints(100, -1 << 30, 1 << 30).toArray();
        int[] actual = expected.clone();
        PLAIN.add(codes, 5, plane, planes, count, expected);
        FAST.add(codes, 5, plane, planes, count, actual);
        assertArrayEquals(expected, actual, "seed " + seed);
        double[] weights = integers(random, planes, 25);
        double[] weighted = integers(random, 100, 40);
        double[] actualWeighted = weighted.clone();
        PLAIN.addWeighted(codes, 5, plane, count, 128, weights, weighted);
        FAST.addWeighted(codes, 5, plane, count, 128, weights, actualWeighted);
        assertArrayEquals(weighted, actualWeighted, "seed " + seed);
        double[] numbers = integers(random, 100, 50);
        int terms = 1 + random.nextInt(4);
        int step = 1 + random.nextInt(9);
        double[] sums = new double[100];
        double[] actualSums = new double[100];
        PLAIN.addNeighbours(numbers, terms, step, sums);
        FAST.addNeighbours(numbers, terms, step, actualSums);
        assertArrayEquals(sums, actualSums, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 16, 21, 64, 1024})
    void sumsInLanes(int count) {
        Random random = new Random(count);
        float[] x = floats(random, 3 + count);
        float[] y = floats(random, 3 + count);
        float centre = y[0];
        int to = 3 + count;
        assertEquals(PLAIN.lanes(x, 3, to), FAST.lanes(x, 3, to));
        assertEquals(PLAIN.squares(x, 3, to, centre), FAST.squares(x, 3, to, centre));
        float[][] expected = new float[2][4];
        float[][] actual = new float[2][4];
        PLAIN.products(x, y, 3, to, centre, expected[0], expected[1], 2);
        FAST.products(x, y, 3, to, centre, actual[0], actual[1], 2);
        assertArrayEquals(expected[0], actual[0]);
        assertArrayEquals(expected[1], actual[1]);
        assertEquals(PLAIN.lanes(x, 3, to), actual[0][2]);
    }
}
