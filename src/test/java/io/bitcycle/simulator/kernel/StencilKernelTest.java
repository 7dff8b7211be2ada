package io.bitcycle.simulator.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels of stencils against nested loops over the definition of a convolution. */
class StencilKernelTest {
    private static final int PLANES_BEFORE = 2;

    /** @param sizes batch, output height, output width, channels, columns */
    private static Stencil stencil(int[] sizes, int bits, LongSupplier code, LongSupplier weight) {
        return stencil(sizes, 1, bits, code, weight);
    }

    private static Stencil stencil(int[] sizes, int stride, int bits, LongSupplier code, LongSupplier weight) {
        int height = stride * sizes[1];
        int width = stride * sizes[2];
        int planes = PLANES_BEFORE + sizes[3] + 1;
        short[] codes = new short[sizes[0] * planes * height * width];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) code.getAsLong();
        }
        CodeTensor tensor = new CodeTensor(codes, IntegerFormat.unsigned(bits), sizes[0], planes, height, width);
        PaddedImages images = PaddedImages.of(tensor, 0, 1, 1, 1, 1, Parallel.SERIAL);
        long[] weights = new long[sizes[3] * sizes[4] * 9];
        Arrays.setAll(weights, i -> weight.getAsLong());
        long largest = Arrays.stream(weights).map(Math::abs).max().orElse(0);
        return new Stencil(images, sizes[0], stride, planes, PLANES_BEFORE, sizes[3], sizes[4], weights, largest);
    }

    /** [columns, N, height, width]. */
    private static long[] byDefinition(Stencil stencil) {
        int height = stencil.height();
        int width = stencil.width();
        long[] out = new long[stencil.columns() * stencil.batch() * height * width];
        int to = 0;
        for (int column = 0; column < stencil.columns(); column++) {
            for (int n = 0; n < stencil.batch(); n++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++, to++) {
                        out[to] = pixel(stencil, column, n, y, x);
                    }
                }
            }
        }
        return out;
    }

    private static long pixel(Stencil stencil, int column, int n, int y, int x) {
        long sum = 0;
        for (int c = 0; c < stencil.channels(); c++) {
            for (int tap = 0; tap < 9; tap++) {
                int row = y * stencil.stride() + tap / 3;
                int at = stencil.plane(n, c) + row * stencil.images().width() + x * stencil.stride() + tap % 3;
                sum += stencil.images().codes()[at] * stencil.weights()[(c * stencil.columns() + column) * 9 + tap];
            }
        }
        return sum;
    }

    /** By the definition and, where it can be, by Winograd's filtering. */
    private static void assertExact(Stencil stencil, Parallel parallel, String what) {
        assertTrue(FrameWeights.fit(stencil), what);
        assertExact(new FrameKernel(stencil, FrameWeights.of(stencil, parallel)), stencil, parallel, what);
        if (stencil.stride() == 1 && stencil.height() % 2 == 0 && stencil.width() % 2 == 0) {
            WinogradKernel winograd = WinogradKernel.of(stencil, parallel);
            if (winograd == null) {
                assertTrue(FrameWeights.areNarrow(stencil), what);
            } else {
                assertExact(winograd, stencil, parallel, what);
            }
        }
    }

    private static void assertExact(StencilKernel kernel, Stencil stencil, Parallel parallel, String what) {
        int width = stencil.width();
        int rows = stencil.batch() * stencil.height() * width;
        long[] actual = new long[stencil.columns() * rows];
        Arrays.fill(actual, Long.MIN_VALUE);
        kernel.multiply(
                (row, count, sums, at, stride, pitch) -> {
                    assertEquals(0, row % width, what);
                    for (int column = 0; column < stencil.columns(); column++) {
                        for (int r = 0; r < count; r++) {
                            actual[column * rows + row + r] =
                                    (long) sums[at + column * stride + r / width * pitch + r % width];
                        }
                    }
                },
                parallel);
        assertArrayEquals(byDefinition(stencil), actual, what);
    }

    private static int[] sizes(Random random) {
        return new int[] {
            1 + random.nextInt(4),
            1 + random.nextInt(20),
            1 + random.nextInt(36),
            1 + random.nextInt(40),
            1 + random.nextInt(10)
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void narrowWeights(long seed) {
        Random random = new Random(seed);
        int bits = 2 + random.nextInt(9);
        int[] sizes = sizes(random);
        Stencil stencil = stencil(sizes, bits, () -> random.nextInt(1 << bits), () -> random.nextInt(256) - 128);
        try (Workers workers = new Workers(1 + random.nextInt(2))) {
            assertExact(stencil, workers, "seed " + seed + ", sizes " + Arrays.toString(sizes));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void wideWeights(long seed) {
        Random random = new Random(seed);
        int[] sizes = sizes(random);
        Stencil stencil = stencil(sizes, 8, () -> random.nextInt(256), () -> random.nextLong() >> 32);
        assertExact(stencil, Parallel.SERIAL, "seed " + seed + ", sizes " + Arrays.toString(sizes));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everySecondOutput(long seed) {
        Random random = new Random(seed);
        int[] sizes = sizes(random);
        String what = "seed " + seed + ", sizes " + Arrays.toString(sizes);
        LongSupplier code = () -> random.nextInt(256);
        assertExact(stencil(sizes, 2, 8, code, () -> random.nextInt(256) - 128), Parallel.SERIAL, what);
        assertExact(stencil(sizes, 2, 8, code, () -> random.nextLong() >> 32), Parallel.SERIAL, what);
        int[] cut = {2, 53, 64, 3, 5};
        assertExact(stencil(cut, 2, 8, code, () -> random.nextInt(256) - 128), Parallel.SERIAL, "cut, seed " + seed);
    }

    /** Every product and sum is as large as it can be, so that binary32 must stop in time, or leave it to binary64. */
    @ParameterizedTest
    @CsvSource({"8, -128, 60", "8, 127, 60", "4, 127, 64", "10, -128, 70", "14, -128, 9", "8, -2147483648, 20"})
    void extremes(int bits, long weight, int channels) {
        int[] sizes = {1, 4, 6, channels, 3};
        assertExact(stencil(sizes, bits, () -> (1 << bits) - 1, () -> weight), Parallel.SERIAL, "constant");
        Random random = new Random(bits);
        assertExact(
                stencil(
                        sizes,
                        bits,
                        () -> random.nextBoolean() ? 0 : (1 << bits) - 1,
                        () -> random.nextBoolean() ? weight : -weight),
                Parallel.SERIAL,
                "checkered");
    }

    @ParameterizedTest
    @CsvSource({"64, 8, 8", "32, 16, 16", "48, 6, 20", "33, 10, 12"})
    void filteringIsNarrowForWeightsAsTrained(int channels, int height, int width) {
        Random random = new Random(channels);
        int[] sizes = {7, height, width, channels, 9};
        LongSupplier code = () -> random.nextInt(256);
        LongSupplier weight = () -> Math.max(-128, Math.min(127, Math.round(32 * random.nextGaussian())));
        Stencil stencil = stencil(sizes, 8, code, weight);
        assertNotNull(WinogradWeights.of(stencil, Parallel.SERIAL).narrow());
        assertExact(WinogradKernel.of(stencil, Parallel.SERIAL), stencil, Parallel.SERIAL, "seed " + channels);
    }

    @Test
    void sumsThatBinary32MightRoundAreRefused() {
        // 4 x 1023 x 9 x 64 = 2^24 / 7.1 for one channel.
        Stencil fits = stencil(new int[] {1, 4, 4, 7, 1}, 10, () -> 1023, () -> 64);
        assertNotNull(WinogradWeights.of(fits, Parallel.SERIAL).narrow());
        assertExact(WinogradKernel.of(fits, Parallel.SERIAL), fits, Parallel.SERIAL, "constant");
        assertNull(WinogradKernel.of(stencil(new int[] {1, 4, 4, 8, 1}, 10, () -> 1023, () -> 64), Parallel.SERIAL));
    }

    @Test
    void sumsThatBinary64MightRoundAreRefused() {
        // 2 x 4 x 255 x 2^46 x 9 > 2^53 for one channel.
        Stencil stencil = stencil(new int[] {1, 4, 4, 1, 1}, 8, () -> 255, () -> 1L << 46);
        assertNull(WinogradKernel.of(stencil, Parallel.SERIAL));
    }

    /** Images that are cut into bands, the last one shorter. */
    @Test
    void largeImages() {
        Random random = new Random(1);
        Stencil stencil =
                stencil(new int[] {2, 53, 64, 3, 5}, 8, () -> random.nextInt(256), () -> random.nextInt(256) - 128);
        assertExact(stencil, Parallel.SERIAL, "seed 1");
    }

    @Test
    void winogradSuitsManyChannelsInPanelsThatAreNearlyFull() {
        assertTrue(suits(8, 8, 64));
        assertTrue(suits(28, 28, 128), "196 tiles in 200 lanes");
        assertFalse(suits(2, 4, 64), "2 tiles in 8 lanes");
        assertFalse(suits(7, 8, 64), "an odd height");
        assertFalse(suits(32, 32, 15), "too few channels");
    }

    private static boolean suits(int height, int width, int channels) {
        return WinogradKernel.suits(stencil(new int[] {1, height, width, channels, 1}, 8, () -> 0, () -> 0));
    }
}
