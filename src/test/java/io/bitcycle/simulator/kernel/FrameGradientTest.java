package io.bitcycle.simulator.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.Workers;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.ConvViews;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients of weights laid out as frames against the products that define them. */
class FrameGradientTest {
    private static PaddedImages framed(
            IntSupplier code, IntegerFormat format, int centre, int frame, int n, int planes, int height, int width) {
        short[] codes = new short[n * planes * height * width];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) code.getAsInt();
        }
        CodeTensor tensor = new CodeTensor(codes, format, n, planes, height, width);
        return PaddedImages.of(tensor, centre, frame, frame, frame, frame, Parallel.SERIAL);
    }

    private static void assertExact(
            ConvShape shape, PaddedImages images, PaddedImages errors, Parallel parallel, String what) {
        ConvViews views = new ConvViews(shape);
        int size = shape.groupInChannels() * 9 * shape.groupOutChannels();
        for (int group = 0; group < shape.groups(); group++) {
            long[] expected = new long[size];
            PlainKernel.multiply(views.patchesTransposed(images, group), views.errors(errors, group), expected);
            FrameGradient gradient = FrameGradient.of(shape, images, errors, group);
            assertNotNull(gradient, what);
            long[] actual = new long[size];
            Arrays.fill(actual, Long.MIN_VALUE);
            gradient.multiply(actual, parallel);
            assertArrayEquals(expected, actual, what + ", group " + group);
        }
    }

    private static PaddedImages inputs(Random random, ConvShape shape, int bits, int centre) {
        return framed(
                () -> random.nextInt(1 << bits),
                IntegerFormat.unsigned(bits),
                centre,
                shape.padding(),
                shape.batch(),
                shape.inChannels(),
                shape.height(),
                shape.width());
    }

    private static PaddedImages errors(IntSupplier code, IntegerFormat format, int centre, ConvShape shape) {
        return framed(code, format, centre, 0, shape.batch(), shape.outChannels(), shape.outHeight(), shape.outWidth());
    }

    /** Several images of a line, images that are cut, groups of channels and blocks of columns that are not full. */
    private static ConvShape shape(Random random) {
        int groups = 1 + random.nextInt(2);
        return new ConvShape(
                1 + random.nextInt(5),
                groups * (8 + random.nextInt(12)),
                1 + random.nextInt(45),
                1 + random.nextInt(40),
                groups * (4 + random.nextInt(13)),
                3,
                3,
                1 + random.nextInt(2),
                1,
                groups);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void unsignedCodesCentredOrNot(long seed) {
        Random random = new Random(seed);
        ConvShape shape = shape(random);
        int bits = 2 + random.nextInt(7);
        int errorBits = 2 + random.nextInt(7);
        PaddedImages images = inputs(random, shape, bits, random.nextBoolean() ? 0 : 1 << (bits - 1));
        PaddedImages errors = errors(
                () -> random.nextInt(1 << errorBits),
                IntegerFormat.unsigned(errorBits),
                random.nextBoolean() ? 0 : 1 << (errorBits - 1),
                shape);
        try (Workers workers = new Workers(1 + random.nextInt(3))) {
            assertExact(shape, images, errors, workers, "seed " + seed + ": " + shape);
        }
    }

    /** A thread may help with one gradient before another that it helped with has been collected. */
    @Test
    void gradientsAtOnce() {
        Random random = new Random(1);
        ConvShape shape = new ConvShape(40, 16, 8, 8, 8, 3, 3, 1, 1, 1);
        PaddedImages images = inputs(random, shape, 8, 128);
        PaddedImages errors = errors(() -> random.nextInt(256), IntegerFormat.unsigned(8), 128, shape);
        try (Workers workers = new Workers(3)) {
            workers.forEach(300, i -> assertExact(shape, images, errors, workers, "seed 1"));
        }
    }

    /** Wide codes of one operand, narrow ones of the other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void signedCodes(long seed) {
        Random random = new Random(seed);
        ConvShape shape = shape(random);
        int bits = 9 + random.nextInt(4);
        PaddedImages images = inputs(random, shape, bits, 1 << (bits - 1));
        PaddedImages errors = errors(() -> random.nextInt(16) - 8, IntegerFormat.signed(4), 0, shape);
        assertExact(shape, images, errors, Parallel.SERIAL, "seed " + seed + ": " + shape);
    }

    /** Every product and sum is as large as it can be, so that binary32 must stop in time. */
    @ParameterizedTest
    @CsvSource({"8, 8", "9, 9", "9, 8", "12, 5", "13, 4", "4, 13", "2, 2", "15, 3"})
    void extremes(int bits, int errorBits) {
        ConvShape shape = new ConvShape(5, 9, 20, 24, 11, 3, 3, 1, 1, 1);
        int top = (1 << bits) - 1;
        int errorTop = (1 << errorBits) - 1;
        Random random = new Random(bits);
        for (int centred = 0; centred < 2; centred++) {
            PaddedImages constant =
                    framed(() -> top, IntegerFormat.unsigned(bits), centred << (bits - 1), 1, 5, 9, 20, 24);
            PaddedImages checkered = framed(
                    () -> random.nextBoolean() ? 0 : top,
                    IntegerFormat.unsigned(bits),
                    centred << (bits - 1),
                    1,
                    5,
                    9,
                    20,
                    24);
            PaddedImages errors =
                    errors(() -> errorTop, IntegerFormat.unsigned(errorBits), centred << (errorBits - 1), shape);
            assertExact(shape, constant, errors, Parallel.SERIAL, "constant");
            assertExact(shape, checkered, errors, Parallel.SERIAL, "checkered");
        }
    }

    @Test
    void blocksOfChannelsAndSlicesOfStrips() {
        Random random = new Random(1);
        ConvShape shape = new ConvShape(17, 66, 32, 32, 65, 3, 3, 1, 1, 1);
        PaddedImages errors = errors(() -> random.nextInt(256), IntegerFormat.unsigned(8), 0, shape);
        try (Workers workers = new Workers(2)) {
            assertExact(shape, inputs(random, shape, 8, 0), errors, workers, "seed 1");
        }
    }

    @Test
    void whatDoesNotSuitIsLeftToOthers() {
        Random random = new Random(1);
        assertNull(of(random, new ConvShape(1, 8, 8, 8, 8, 3, 3, 3, 1, 1), 8), "stride 3");
        assertNull(of(random, new ConvShape(1, 8, 8, 8, 8, 1, 1, 1, 0, 1), 8), "one tap");
        assertNull(of(random, new ConvShape(1, 8, 8, 8, 8, 3, 3, 1, 0, 1), 8), "no frame of zeros");
        assertNull(of(random, new ConvShape(1, 3, 8, 8, 64, 3, 3, 1, 1, 1), 8), "few channels");
        assertNull(of(random, new ConvShape(1, 8, 8, 8, 8, 3, 3, 1, 1, 1), 10), "runs too short");
    }

    private static FrameGradient of(Random random, ConvShape shape, int bits) {
        PaddedImages errors = errors(() -> random.nextInt(1 << bits), IntegerFormat.unsigned(bits), 0, shape);
        return FrameGradient.of(shape, inputs(random, shape, bits, 0), errors, 0);
    }
}
