package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.RandomNumbers.codes;
import static io.bitcycle.numeric.loops.RandomNumbers.integers;
import static io.bitcycle.numeric.loops.RandomNumbers.smallIntegers;
import static io.bitcycle.numeric.loops.RandomNumbers.times;
import static java.util.Arrays.copyOfRange;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine's loops of Winograd's filtering against the plain ones, bit for bit. */
class TileLoopsTest {
    private static final TileLoops PLAIN = new PlainLoops().tiles();
    private static final TileLoops FAST = BestLoops.vector().tiles();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void tilesOfCodes(long seed) {
        Random random = new Random(seed);
        int tiles = 1 + random.nextInt(20);
        int height = 1 + random.nextInt(6);
        int pitch = 2 * tiles + 2;
        int count = (tiles * height + 15) / 16 * 16;
        int stride = count + tiles + TileLoops.SLACK;
        // No code after the last row: what reads too far ahead is seen.
        short[] codes = codes(random, 3 + (2 * height + 2) * pitch, 1 << 15);
        float[] expected = new float[8 * stride];
        float[] actual = new float[8 * stride];
        PLAIN.rows(codes, 3, pitch, 2 * height + 2, tiles, expected, stride);
        FAST.rows(codes, 3, pitch, 2 * height + 2, tiles, actual, stride);
        for (int part = 0; part < 8; part++) {
            int from = part * stride;
            int to = from + (height + 1) * tiles;
            assertArrayEquals(copyOfRange(expected, from, to), copyOfRange(actual, from, to), "seed " + seed);
        }
        int lanes = 8 * (1 + random.nextInt(3));
        int first = 8 * random.nextInt(4);
        int position = 50 + 3 * count;
        double[] wide = new double[16 * position];
        double[] actualWide = new double[16 * position];
        PLAIN.columns(expected, stride, tiles, count, wide, 5, position, first, lanes, lanes + 4);
        FAST.columns(expected, stride, tiles, count, actualWide, 5, position, first, lanes, lanes + 4);
        assertArrayEquals(wide, actualWide, "seed " + seed);
        float[] narrow = new float[16 * position];
        PLAIN.columns(expected, stride, tiles, count, narrow, 5, position, first, lanes, lanes + 4);
        assertArrayEquals(wide, times(narrow, 1), "seed " + seed);
        float[] actualNarrow = new float[16 * position];
        FAST.columns(expected, stride, tiles, count, actualNarrow, 5, position, first, lanes, lanes + 4);
        assertArrayEquals(narrow, actualNarrow, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void outputsOfTiles(long seed) {
        Random random = new Random(seed);
        int position = 8 + random.nextInt(20);
        double[] wideProducts = integers(random, 7 + 16 * position, 48);
        double[] expected = new double[90];
        double[] actual = new double[90];
        PLAIN.outputs(wideProducts, 7, position, expected, 1, 10, 40, new double[64]);
        FAST.outputs(wideProducts, 7, position, actual, 1, 10, 40, new double[64]);
        assertArrayEquals(expected, actual, "seed " + seed);
        float[] products = smallIntegers(random, 7 + 16 * position);
        PLAIN.outputs(times(products, 1), 7, position, expected, 1, 10, 40, new double[64]);
        PLAIN.outputs(products, 7, position, actual, 1, 10, 40, new double[64]);
        assertArrayEquals(expected, actual, "seed " + seed);
        FAST.outputs(products, 7, position, actual, 1, 10, 40, new double[64]);
        assertArrayEquals(expected, actual, "seed " + seed);
    }
}
