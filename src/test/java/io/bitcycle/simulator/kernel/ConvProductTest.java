package io.bitcycle.simulator.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.ConvLowering;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.ConvViews;
import io.bitcycle.workload.StridePhase;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three products of random convolutions, whose views are read in place where that is faster, against the plain kernel. */
class ConvProductTest {
    static long[] seeds() {
        long[] seeds = new long[40];
        for (int i = 0; i < seeds.length; i++) {
            seeds[i] = i;
        }
        return seeds;
    }

    private static PaddedImages images(Random random, int bits, int centre, int[] frame, int... dims) {
        int size = dims[0] * dims[1] * dims[2] * dims[3];
        short[] codes = new short[size];
        for (int i = 0; i < size; i++) {
            codes[i] = (short) random.nextInt(1 << bits);
        }
        CodeTensor tensor = new CodeTensor(codes, IntegerFormat.unsigned(bits), dims);
        return PaddedImages.of(tensor, centre, frame[0], frame[1], frame[2], frame[3], Parallel.SERIAL);
    }

    private static void assertProduct(CodeMatrix a, CodeMatrix b, String what) {
        long[] expected = new long[a.rows() * b.cols()];
        PlainKernel.multiply(a, b, expected);
        long[] actual = new long[expected.length];
        BlockedKernel.multiply(a, b, actual, Parallel.SERIAL);
        assertArrayEquals(expected, actual, what);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void products(long seed) {
        Random random = new Random(seed);
        int groups = random.nextInt(4) == 0 ? 2 : 1;
        int kernel = 1 + 2 * random.nextInt(2);
        int size = 8 * (1 + random.nextInt(3)) + (random.nextInt(3) == 0 ? random.nextInt(8) : 0);
        int stride = random.nextInt(4) == 0 ? 2 : 1;
        int channels = groups * (1 + random.nextInt(9));
        int outputs = groups * (1 + random.nextInt(9));
        int batch = 1 + random.nextInt(random.nextInt(3) == 0 ? 12 : 3);
        ConvShape shape =
                new ConvShape(batch, channels, size, size, outputs, kernel, kernel, stride, kernel / 2, groups);
        ConvLowering lowering = new ConvLowering("conv", shape, 32);
        ConvViews views = new ConvViews(shape);
        int bits = 2 + random.nextInt(11);
        int centre = random.nextBoolean() ? 0 : 1 << (bits - 1);
        int padding = shape.padding();
        int[] none = {0, 0, 0, 0};
        int[] frame = {padding, padding, padding, padding};
        PaddedImages input = images(random, bits, centre, frame, batch, channels, size, size);
        PaddedImages weights =
                images(random, 8, centre == 0 ? 0 : 128, none, outputs, channels / groups, kernel, kernel);
        int group = random.nextInt(groups);
        String what = "seed " + seed + ": " + shape;
        assertProduct(views.patches(input, group), views.weights(weights, group), what + " forward");

        int[] errorDims = {batch, outputs, shape.outHeight(), shape.outWidth()};
        PaddedImages errors = images(new Random(seed + 1), bits, centre, none, errorDims);
        assertProduct(views.patchesTransposed(input, group), views.errors(errors, group), what + " backward-weight");

        for (int phase = 0; phase < stride * stride; phase++) {
            StridePhase y = lowering.rowPhase(phase / stride);
            StridePhase x = lowering.colPhase(phase % stride);
            if (y.taps() * x.taps() > 0) {
                PaddedImages framed =
                        images(new Random(seed + 1), bits, centre, ConvViews.errorFrame(y, x, shape), errorDims);
                assertProduct(
                        views.errorPatches(framed, y, x, group),
                        views.weightsTransposed(weights, y, x, group),
                        what + " backward-data, phase " + phase);
            }
        }
    }

    /** Row-major operands, the right one wider: its columns are the lanes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lanesOfTheRightOperand(long seed) {
        Random random = new Random(seed);
        int m = 1 + random.nextInt(20);
        int k = 1 + random.nextInt(40);
        int n = 16 + random.nextInt(200);
        assertProduct(dense(random, m, k), dense(random, k, n), "seed " + seed + ": " + m + "x" + k + "x" + n);
    }

    private static OffsetMatrix dense(Random random, int rows, int cols) {
        short[] codes = new short[rows * cols];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) random.nextInt(256);
        }
        return OffsetMatrix.dense(codes, rows, cols, IntegerFormat.unsigned(8));
    }

    /** The deep product that {@link DotPanel} takes is among those above. */
    @Test
    void deepProductsOfStrideOneRunAlongTheDepth() {
        ConvShape shape = new ConvShape(4, 8, 24, 24, 8, 3, 3, 1, 1, 1);
        ConvViews views = new ConvViews(shape);
        Random random = new Random(1);
        PaddedImages input = images(random, 8, 0, new int[] {1, 1, 1, 1}, 4, 8, 24, 24);
        PaddedImages errors = images(random, 8, 0, new int[] {0, 0, 0, 0}, 4, 8, 24, 24);
        assertTrue(DotPanel.depth(views.patchesTransposed(input, 0), views.errors(errors, 0)) > 0);
        assertProduct(views.patchesTransposed(input, 0), views.errors(errors, 0), "seed 1");
    }
}
