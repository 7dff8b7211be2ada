package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.RandomNumbers.codes;
import static io.bitcycle.numeric.loops.RandomNumbers.floats;
import static io.bitcycle.numeric.loops.RandomNumbers.integers;
import static io.bitcycle.numeric.loops.RandomNumbers.smallIntegers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine's loops against the plain ones, bit for bit, at all alignments and lengths. */
class LoopsTest {
    private static final Loops PLAIN = new PlainLoops();
    private static final Loops FAST = BestLoops.vector();

    @Test
    void theTestedJvmHasTheModule() {
        assertTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "see argLine in pom.xml");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void dots(long seed) {
        Random random = new Random(seed);
        int steps = 1 + random.nextInt(200);
        int stride = 8 + random.nextInt(9);
        float[] x = smallIntegers(random, 900);
        float[] y = smallIntegers(random, 5 + 2 * (steps + 2) * Loops.DOT_LANES);
        int[] rows = random.ints(6, 0, 90).toArray();
        int[] offsets = random.ints(steps, 0, 800).toArray();
        double[] expected = integers(random, 7 + 4 * stride, 50);
        double[] actual = expected.clone();
        PLAIN.addDots(x, rows, 2, offsets, steps, y, 5, (steps + 1) * 8, expected, 7, stride, new float[64]);
        FAST.addDots(x, rows, 2, offsets, steps, y, 5, (steps + 1) * 8, actual, 7, stride, new float[64]);
        assertArrayEquals(expected, actual, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void codesToNumbers(long seed) {
        Random random = new Random(seed);
        short[] codes = codes(random, 400, 1 << 15);
        int[] offsets = random.ints(20, 0, 300).toArray();
        float[] expected = new float[340];
        float[] actual = new float[340];
        PLAIN.pack(codes, 3, offsets, 2, 18, expected, 5, 17);
        FAST.pack(codes, 3, offsets, 2, 18, actual, 5, 17);
        assertArrayEquals(expected, actual, "seed " + seed);
        double[] wide = new double[340];
        double[] wideActual = new double[340];
        PLAIN.pack(codes, 3, offsets, 2, 18, wide, 5, 17);
        FAST.pack(codes, 3, offsets, 2, 18, wideActual, 5, 17);
        assertArrayEquals(wide, wideActual, "seed " + seed);
        int count = random.nextInt(100);
        PLAIN.widen(codes, 5, count, expected, 1);
        FAST.widen(codes, 5, count, actual, 1);
        assertArrayEquals(expected, actual, "seed " + seed);
        PLAIN.widen(codes, 5, count, wide, 1);
        FAST.widen(codes, 5, count, wideActual, 1);
        assertArrayEquals(wide, wideActual, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rowsMovedApart(long seed) {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(40);
        int rows = 1 + random.nextInt(6);
        int planes = 1 + random.nextInt(3);
        int pitch = width + random.nextInt(4);
        int plane = rows * pitch + random.nextInt(9);
        int centre = random.nextInt(3) * 100;
        short[] codes = codes(random, 3 + planes * rows * width, 1 << 12);
        short[] expected = new short[5 + planes * plane];
        short[] actual = expected.clone();
        PLAIN.spread(codes, 3, planes, rows, width, centre, expected, 5, plane, pitch);
        FAST.spread(codes, 3, planes, rows, width, centre, actual, 5, plane, pitch);
        assertArrayEquals(expected, actual, "seed " + seed);
    }

    /** Rows of images of all widths; no code after the last row, so that what reads too far ahead is seen. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void framedRows(long seed) {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(40);
        int rows = 1 + random.nextInt(6);
        short[] codes = codes(random, 3 + rows * (width + 2), 1 << 15);
        for (int y = 0; y < rows; y++) {
            codes[3 + y * (width + 2)] = 0;
            codes[3 + y * (width + 2) + width + 1] = 0;
        }
        float[] expected = new float[400];
        float[] actual = new float[400];
        PLAIN.frame(codes, 3, width + 2, rows, width, expected, 5);
        FAST.frame(codes, 3, width + 2, rows, width, actual, 5);
        assertArrayEquals(expected, actual, "seed " + seed);
        double[] wide = new double[400];
        double[] wideActual = new double[400];
        PLAIN.frame(codes, 3, width + 2, rows, width, wide, 5);
        FAST.frame(codes, 3, width + 2, rows, width, wideActual, 5);
        assertArrayEquals(wide, wideActual, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everySecondCode(long seed) {
        Random random = new Random(seed);
        int count = random.nextInt(40);
        int odd = count + random.nextInt(3);
        short[] codes = codes(random, 3 + 2 * count, 1 << 15);
        float[] expected = new float[100];
        float[] actual = new float[100];
        PLAIN.split(codes, 3, count, expected, 5, odd);
        FAST.split(codes, 3, count, actual, 5, odd);
        assertArrayEquals(expected, actual, "seed " + seed);
        double[] wide = new double[100];
        double[] wideActual = new double[100];
        PLAIN.split(codes, 3, count, wide, 5, odd);
        FAST.split(codes, 3, count, wideActual, 5, odd);
        assertArrayEquals(wide, wideActual, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void planesSideBySide(long seed) {
        Random random = new Random(seed);
        int rows = 1 + random.nextInt(5);
        int width = 1 + random.nextInt(20);
        int count = rows * width;
        int plane = count + random.nextInt(5);
        short[] codes = codes(random, 3 + 7 * plane + count + random.nextInt(2) * 9, 1 << 15);
        int pitch = width + random.nextInt(3);
        for (int step : new int[] {8, 9 + random.nextInt(13)}) {
            for (int planes : new int[] {Loops.PLANES, 1 + random.nextInt(Loops.PLANES)}) {
                assertInterleaves(codes, plane, planes, rows, width, step, pitch, "seed " + seed);
            }
        }
        assertInterleaves(codes, plane, 4, rows, width, 4, pitch, "seed " + seed);
    }

    private static void assertInterleaves(
            short[] codes, int plane, int planes, int rows, int width, int step, int pitch, String seed) {
        float[] expected = new float[2500];
        float[] actual = new float[2500];
        long[] scratch = new long[2 * (rows * width + 8)];
        PLAIN.interleave(codes, 3, plane, planes, rows, width, expected, 2, step, pitch, scratch);
        FAST.interleave(codes, 3, plane, planes, rows, width, actual, 2, step, pitch, scratch);
        assertArrayEquals(expected, actual, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void sumsToValues(long seed) {
        Random random = new Random(seed);
        double[] sums = integers(random, 350, 51);
        double[] edge = integers(random, 150, 40);
        double[] shift = integers(random, 150, 50);
        float[] edgeValue = floats(random, 150);
        float[] rest = floats(random, 150);
        float p = (float) random.nextGaussian();
        float q = (float) random.nextGaussian();
        int[] kinds = random.ints(103, 0, 100).toArray();
        Loops.Addends addends = new Loops.Addends(shift, rest, kinds);
        for (int width : new int[] {1 + random.nextInt(40), 4 * (1 + random.nextInt(8))}) {
            int rows = 1 + random.nextInt(100 / width);
            int pad = random.nextInt(3);
            float[] expected = new float[150];
            float[] actual = new float[150];
            PLAIN.dequantize(
                    sums, 1, width + pad, edge, edgeValue, 2, -77, addends, 2, 3, p, q, expected, 4, width, rows);
            FAST.dequantize(sums, 1, width + pad, edge, edgeValue, 2, -77, addends, 2, 3, p, q, actual, 4, width, rows);
            assertArrayEquals(expected, actual, "seed " + seed);
            PLAIN.dequantizeRescaled(sums, 1, width + pad, edge, 2, addends, 2, 3, p, q, expected, 4, width, rows);
            FAST.dequantizeRescaled(sums, 1, width + pad, edge, 2, addends, 2, 3, p, q, actual, 4, width, rows);
            assertArrayEquals(expected, actual, "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void rectification(long seed) {
        Random random = new Random(seed);
        float[] values = floats(random, 900);
        float negativeNan = Float.intBitsToFloat(0xFFC00000);
        float[] special = {0f, -0f, Float.NaN, Float.MIN_VALUE, -Float.MIN_VALUE, Float.POSITIVE_INFINITY, negativeNan};
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(3) == 0 ? special[random.nextInt(special.length)] : values[i];
        }
        for (int to : new int[] {256 + random.nextInt(256), 512, 769 + random.nextInt(100)}) {
            float[] expected = new float[900];
            float[] actual = new float[900];
            int[] mask = new int[32];
            int[] actualMask = new int[32];
            PLAIN.rectify(values, expected, 256, to, mask);
            FAST.rectify(values, actual, 256, to, actualMask);
            assertArrayEquals(expected, actual, "seed " + seed);
            assertArrayEquals(mask, actualMask, "seed " + seed);
            PLAIN.select(values, expected, 256, to, mask);
            FAST.select(values, actual, 256, to, mask);
            assertArrayEquals(expected, actual, "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void quantization(long seed) {
        Random random = new Random(seed);
        float[] values = floats(random, 300);
        float[] noise = new float[300];
        for (int i = 0; i < values.length; i++) {
            noise[i] = random.nextFloat() - 0.5f;
            if (random.nextInt(4) == 0) {
                values[i] = (random.nextInt(40) - 20) * 0.125f; // ties at scale 0.25
            }
        }
        float scale = random.nextBoolean() ? 0.25f : 0.001f + random.nextFloat();
        int from = random.nextInt(20);
        int to = from + random.nextInt(270);
        float[][] ranges = {{0, 255}, {-8, 7}, {0, 65535}, {-32768, 32767}};
        for (float[] range : ranges) {
            for (float[] some : new float[][] {null, noise}) {
                short[] expected = new short[300];
                short[] actual = new short[300];
                assertTrue(PLAIN.quantize(values, from, to, scale, -0.5f, range[0], range[1], some, expected));
                assertTrue(FAST.quantize(values, from, to, scale, -0.5f, range[0], range[1], some, actual));
                assertArrayEquals(expected, actual, "seed " + seed + ", to " + range[1]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void valuesThatAreNotFiniteAreSeenWhereverTheyAre(float bad) {
        for (int at = 0; at < 21; at++) {
            float[] values = floats(new Random(at), 21);
            values[at] = bad;
            assertFalse(PLAIN.quantize(values, 0, 21, 1, 0, 0, 15, null, new short[21]), "at " + at);
            assertFalse(FAST.quantize(values, 0, 21, 1, 0, 0, 15, null, new short[21]), "at " + at);
            float[] expected = new float[2];
            float[] actual = new float[2];
            PLAIN.extent(values, 0, 21, expected);
            FAST.extent(values, 0, 21, actual);
            assertArrayEquals(expected, actual, "at " + at);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 16, 31, 100})
    void extremes(int size) {
        float[] values = floats(new Random(size), size + 1);
        for (int i = 1; i < size; i += 2) {
            values[i] = i % 4 == 1 ? -0f : 0f;
        }
        float[] expected = new float[2];
        float[] actual = new float[2];
        PLAIN.extent(values, 1, size + 1, expected);
        FAST.extent(values, 1, size + 1, actual);
        assertEquals(Float.floatToRawIntBits(expected[0]), Float.floatToRawIntBits(actual[0]));
        assertEquals(Float.floatToRawIntBits(expected[1]), Float.floatToRawIntBits(actual[1]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 8, 64, 67})
    void encryption(int count) {
        Random random = new Random(count);
        long[] left = random.longs(70).toArray();
        long[] right = random.longs(70).toArray();
        Loops.RoundKeys keys = new Loops.RoundKeys(
                random.nextInt() & 0xFFFFFFFFL,
                random.nextLong(),
                random.nextLong(),
                random.nextInt() & 0xFFFFFFFFL,
                random.nextLong(),
                random.nextLong());
        long[] leftActual = left.clone();
        long[] rightActual = right.clone();
        PLAIN.encrypt(left, right, count, 10, keys);
        FAST.encrypt(leftActual, rightActual, count, 10, keys);
        assertArrayEquals(left, leftActual);
        assertArrayEquals(right, rightActual);
        for (long first : new long[] {0, 5, 0xFFFF_FFFDL, random.nextLong() >>> 2}) {
            PLAIN.counters(first, -7, count, left, right);
            FAST.counters(first, -7, count, leftActual, rightActual);
            assertArrayEquals(left, leftActual);
            assertArrayEquals(right, rightActual);
        }
        float[] fractions = new float[300];
        float[] actualFractions = new float[300];
        PLAIN.fractions(left, right, count, 0.5f, fractions, 3);
        FAST.fractions(left, right, count, 0.5f, actualFractions, 3);
        assertArrayEquals(fractions, actualFractions);
    }

    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        -Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        88.72283f,
        88.72284f,
        88.7f,
        -87.3f,
        -87.33654f,
        -87.33655f,
        -103.97208f,
        -103.97209f,
        9.01f,
        22f,
        -22f,
        0.6931472f,
        0.34657359f
    };

    /** Of every exponent; then where most of the network's values lie; then in the neighbourhood of the special ones. */
    private static float[] arguments(Random random) {
        float[] values = new float[1 << 20];
        for (int i = 0; i < values.length; i++) {
            float special = SPECIAL[random.nextInt(SPECIAL.length)];
            values[i] = switch (i % 4) {
                case 0 -> Float.intBitsToFloat(random.nextInt());
                case 1 -> (float) random.nextGaussian() * 3;
                case 2 -> -110 * random.nextFloat();
                default -> Float.intBitsToFloat(Float.floatToRawIntBits(special) + random.nextInt(9) - 4);
            };
        }
        System.arraycopy(SPECIAL, 0, values, 3, SPECIAL.length);
        return values;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void exponentials(long seed) {
        Random random = new Random(seed);
        float[] in = arguments(random);
        int from = random.nextInt(8);
        int to = in.length - random.nextInt(8);
        float shift = seed == 1 ? 0 : (float) random.nextGaussian();
        float[] expected = new float[in.length];
        float[] actual = new float[in.length];
        PLAIN.exp(in, from, to, shift, expected);
        FAST.exp(in, from, to, shift, actual);
        assertArrayEquals(expected, actual, "exp, seed " + seed);
        PLAIN.tanh(in, from, to, expected);
        FAST.tanh(in, from, to, in);
        System.arraycopy(in, from, actual, from, to - from);
        assertArrayEquals(expected, actual, "tanh, in place, seed " + seed);
    }
}
