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
        int position = 5 + 3 * count;
        float[] panels = new float[16 * position];
        float[] actualPanels = new float[16 * position];
        PLAIN.columns(expected, stride, tiles, count, panels, 5, position, 40);
        FAST.columns(expected, stride, tiles, count, actualPanels, 5, position, 40);
        assertArrayEquals(panels, actualPanels, "seed " + seed);
        double[] wide = new double[16 * position];
        double[] actualWide = new double[16 * position];
        double[] wideRows = new double[8 * stride];
        FAST.widen(expected, 8 * stride, wideRows);
        assertArrayEquals(times(expected, 1), wideRows, "seed " + seed);
        PLAIN.widen(expected, 8 * stride, wideRows);
        assertArrayEquals(times(expected, 1), wideRows, "seed " + seed);
        PLAIN.columns(wideRows, stride, tiles, count, wide, 5, position, 20);
        FAST.columns(wideRows, stride, tiles, count, actualWide, 5, position, 20);
        assertArrayEquals(wide, actualWide, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void productsOfTiles(long seed) {
        Random random = new Random(seed);
        int depth = 1 + random.nextInt(100);
        float[] x = smallIntegers(random, 3 + 2 * (depth * TileLoops.LANES + 1));
        float[] w = smallIntegers(random, 5 + depth * TileLoops.COLUMNS);
        float[] expected = new float[140];
        float[] actual = new float[140];
        PLAIN.multiply(x, 3, depth * 16 + 1, w, 5, depth, expected, 2, 67, 2);
        FAST.multiply(x, 3, depth * 16 + 1, w, 5, depth, actual, 2, 67, 2);
        assertArrayEquals(expected, actual, "seed " + seed);
        double[] wideX = times(x, 1);
        double[] wideW = times(w, 1 << 24);
        double[] wide = new double[80];
        double[] actualWide = new double[80];
        PLAIN.multiply(wideX, 3, depth * 8 + 1, wideW, 5, depth, wide, 2, 35, 2);
        FAST.multiply(wideX, 3, depth * 8 + 1, wideW, 5, depth, actualWide, 2, 35, 2);
        assertArrayEquals(wide, actualWide, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void outputsOfTiles(long seed) {
        Random random = new Random(seed);
        int position = 16 + random.nextInt(20);
        double[] wideProducts = integers(random, 7 + 16 * position, 48);
        float[] products = new float[wideProducts.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = 4 * (random.nextInt((1 << 21) + 1) - (1 << 20));
        }
        int[] expectedIntegers = new int[90];
        int[] actualIntegers = new int[90];
        PLAIN.outputs(products, 7, position, expectedIntegers, 1, 20, new int[128]);
        FAST.outputs(products, 7, position, actualIntegers, 1, 20, new int[128]);
        assertArrayEquals(expectedIntegers, actualIntegers, "seed " + seed);
        double[] expected = new double[90];
        double[] actual = new double[90];
        PLAIN.outputs(wideProducts, 7, position, expected, 1, 20, new double[128]);
        FAST.outputs(wideProducts, 7, position, actual, 1, 20, new double[128]);
        assertArrayEquals(expected, actual, "seed " + seed);
    }
}
