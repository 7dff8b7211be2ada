package io.bitcycle.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.numeric.IntegerFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvLoweringTest {
    private static final IntegerFormat CODES = IntegerFormat.unsigned(8);

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    static ConvShape shape(Random random) {
        int groups = 1 + random.nextInt(3);
        int height = 1 + random.nextInt(9);
        int width = 1 + random.nextInt(9);
        int padding = random.nextInt(4);
        return new ConvShape(
                1 + random.nextInt(3),
                groups * (1 + random.nextInt(3)),
                height,
                width,
                groups * (1 + random.nextInt(3)),
                1 + random.nextInt(Math.min(5, height + 2 * padding)),
                1 + random.nextInt(Math.min(5, width + 2 * padding)),
                1 + random.nextInt(3),
                padding,
                groups);
    }

    /** ResNet's 3x3 convolution of 16 channels on a CIFAR batch of 128, by the table of DESIGN section 1. */
    @Test
    void lowersAResNetConvolutionToTheTable() {
        ConvLowering lowering = new ConvLowering("conv", new ConvShape(128, 16, 32, 32, 16, 3, 3, 1, 1, 1), 32);
        MatrixOp forward = lowering.forward(CODES, CODES);
        assertEquals(List.of(131_072L, 144L, 16L), List.of(forward.m(), forward.k(), forward.n()));
        List<MatrixOp> data = lowering.backwardData(CODES, CODES, true);
        assertEquals(1, data.size());
        assertEquals(
                List.of(131_072L, 144L, 16L),
                List.of(data.get(0).m(), data.get(0).k(), data.get(0).n()));
        assertEquals(16, data.get(0).rescaleSegments());
        MatrixOp weight = lowering.backwardWeight(CODES, CODES);
        assertEquals(List.of(144L, 131_072L, 16L), List.of(weight.m(), weight.k(), weight.n()));
    }

    /**
     * Offsets of an unpadded 2 x 2 kernel on 3 x 3 images of 2 channels, 2 images, 3 outputs: forward sums 8 rows of A and 3
     * columns of B over 8 taps and corrects 24 results twice. Signed codes have none.
     */
    @Test
    void edgeSumsTakeOutOffsets() {
        ConvLowering lowering = new ConvLowering("conv", new ConvShape(2, 2, 3, 3, 3, 2, 2, 1, 0, 1), 32);
        IntegerFormat signed = IntegerFormat.signed(8);
        assertEquals(8 * 8 + 3 * 8 + 2 * 24, lowering.forward(CODES, CODES).edgeAdds());
        assertEquals(0, lowering.forward(signed, signed).edgeAdds());
        assertEquals(0, lowering.backwardWeight(signed, signed).edgeAdds());
        assertEquals(0, lowering.backwardData(signed, signed, false).get(0).edgeAdds());
        ActivationProduct product = new ActivationProduct("qk", 2, 3, 4, 5, true);
        assertEquals(3 * 4 + 4 * 5 + 2 * 15, product.forward(CODES, CODES).edgeAdds());
        assertEquals(0, product.forward(signed, signed).edgeAdds());
    }

    /** A 3x3 kernel at stride 2 splits into phases of 4, 2, 2 and 1 taps; a 1x1 kernel leaves three phases without taps. */
    @Test
    void splitsStridedBackwardDataIntoPhases() {
        ConvLowering lowering = new ConvLowering("conv", new ConvShape(1, 1, 8, 8, 1, 3, 3, 2, 1, 1), 32);
        List<Integer> taps = lowering.backwardData(CODES, CODES, false).stream()
                .map(MatrixOp::taps)
                .toList();
        assertEquals(List.of(4, 2, 2, 1), taps);
        ConvLowering pointwise = new ConvLowering("conv", new ConvShape(1, 1, 8, 8, 1, 1, 1, 2, 0, 1), 32);
        assertEquals(1, pointwise.backwardData(CODES, CODES, false).size());
    }

    /** Counted tap by tap, over all pixels, outputs and weights. */
    @ParameterizedTest
    @MethodSource("seeds")
    void windowsHoldExactlyTheTapsInsideTheImage(long seed) {
        ConvShape shape = shape(new Random(seed));
        ConvLowering lowering = new ConvLowering("conv", shape, 32);
        Window[] taps = lowering.rowTaps();
        Window[] positions = Window.positions(
                shape.outHeight(), shape.kernelHeight(), shape.stride(), shape.padding(), shape.height());
        for (int y = 0; y < shape.outHeight(); y++) {
            for (int kh = 0; kh < shape.kernelHeight(); kh++) {
                int h = y * shape.stride() - shape.padding() + kh;
                boolean inside = h >= 0 && h < shape.height();
                String where = "seed " + seed + ", " + shape + ", y " + y + ", kh " + kh;
                assertEquals(inside, kh >= taps[y].from() && kh < taps[y].to(), where);
                assertEquals(inside, y >= positions[kh].from() && y < positions[kh].to(), where);
            }
        }
    }

    /** Every pair of pixel and tap that meets an output does so in exactly one phase, at the output it should. */
    @ParameterizedTest
    @MethodSource("seeds")
    void phasesCoverEveryTapOnce(long seed) {
        ConvShape shape = shape(new Random(seed));
        ConvLowering lowering = new ConvLowering("conv", shape, 32);
        int met = 0;
        for (int p = 0; p < shape.stride(); p++) {
            StridePhase phase = lowering.rowPhase(p);
            Window[] windows = phase.windows(shape.outHeight());
            for (int i = 0; i < phase.pixels(); i++) {
                int h = phase.firstPixel() + i * shape.stride();
                assertTrue(h < shape.height(), "seed " + seed);
                for (int j = 0; j < phase.taps(); j++) {
                    int kh = p + j * shape.stride();
                    int output = phase.firstOutput() + i - j;
                    assertEquals(h, output * shape.stride() - shape.padding() + kh, "seed " + seed + ", " + shape);
                    boolean exists = output >= 0 && output < shape.outHeight();
                    assertEquals(exists, j >= windows[i].from() && j < windows[i].to(), "seed " + seed + ", " + shape);
                    met += exists ? 1 : 0;
                }
            }
        }
        int expected = 0;
        for (int y = 0; y < shape.outHeight(); y++) {
            for (int kh = 0; kh < shape.kernelHeight(); kh++) {
                int h = y * shape.stride() - shape.padding() + kh;
                expected += h >= 0 && h < shape.height() ? 1 : 0;
            }
        }
        assertEquals(expected, met, "seed " + seed + ", " + shape);
    }

    @Test
    void refusesImpossibleGeometry() {
        IllegalArgumentException groups =
                assertThrows(IllegalArgumentException.class, () -> new ConvShape(1, 3, 4, 4, 4, 1, 1, 1, 0, 2));
        assertEquals("groups 2 must divide the 3 input and 4 output channels", groups.getMessage());
        IllegalArgumentException kernel =
                assertThrows(IllegalArgumentException.class, () -> new ConvShape(1, 1, 2, 2, 1, 5, 5, 1, 1, 1));
        assertEquals("a kernel of 5x5 is larger than the padded input of 4x4", kernel.getMessage());
    }
}
