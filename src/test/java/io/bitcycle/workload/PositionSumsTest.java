package io.bitcycle.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.Parallel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums over images and rectangles against four loops. */
class PositionSumsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomConvolutions(long seed) {
        Random random = new Random(seed);
        int kernel = 1 + random.nextInt(5);
        int padding = random.nextInt(kernel);
        int stride = 1 + random.nextInt(2);
        int height = kernel + random.nextInt(30);
        int width = kernel + random.nextInt(seed % 2 == 0 ? 40 : 8);
        CodeTensor codes = codes(random, 1 + random.nextInt(5), 3, height, width);
        Window[] rows = Window.positions(positions(height, kernel, padding, stride), kernel, stride, padding, height);
        Window[] columns = Window.positions(positions(width, kernel, padding, stride), kernel, stride, padding, width);
        Window[] pixels = new Window[kernel];
        for (int tap = 0; tap < kernel; tap++) {
            pixels[tap] = new Window(rows[tap].from() + tap - padding, rows[tap].to() + tap - padding);
        }
        PositionSums sums = PositionSums.of(codes, stride == 1 ? pixels : null, Parallel.SERIAL);
        sums.close();
        for (int row = 0; row < kernel; row++) {
            for (int column = 0; column < kernel; column++) {
                check(
                        "seed " + seed,
                        codes,
                        sums,
                        rows[row].from() * stride + row - padding,
                        rows[row].size(),
                        columns[column].from() * stride + column - padding,
                        columns[column].size(),
                        stride);
            }
        }
    }

    private static int positions(int pixels, int kernel, int padding, int stride) {
        return (pixels + 2 * padding - kernel) / stride + 1;
    }

    private static CodeTensor codes(Random random, int images, int channels, int height, int width) {
        int bits = random.nextInt(3) == 0 ? 16 : 8;
        IntegerFormat format = random.nextBoolean() ? IntegerFormat.unsigned(bits) : IntegerFormat.signed(bits);
        short[] codes = new short[images * channels * height * width];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) (format.min() + random.nextInt(format.max() - format.min() + 1));
        }
        return new CodeTensor(codes, format, images, channels, height, width);
    }

    private static void check(
            String seed,
            CodeTensor codes,
            PositionSums sums,
            int rowFrom,
            int rows,
            int columnFrom,
            int columns,
            int step) {
        int height = codes.dim(2);
        int width = codes.dim(3);
        for (int channel = 0; channel < codes.dim(1); channel++) {
            long expected = 0;
            for (int image = 0; image < codes.dim(0); image++) {
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < columns; j++) {
                        int row = (image * codes.dim(1) + channel) * height + rowFrom + i * step;
                        expected += codes.code(row * width + columnFrom + j * step);
                    }
                }
            }
            assertEquals(expected, sums.box(channel, rowFrom, rows, columnFrom, columns, step), seed);
        }
    }

    /** The widest codes of more rows than 32 bits can add up. */
    @Test
    void sumsBeyond32Bits() {
        int images = 40;
        int height = 2000;
        short[] codes = new short[images * height];
        Arrays.fill(codes, (short) -1);
        CodeTensor tensor = new CodeTensor(codes, IntegerFormat.unsigned(16), images, 1, height, 1);
        Window[] rows = {new Window(0, height - 1), new Window(1, height)};
        PositionSums sums = PositionSums.of(tensor, rows, Parallel.SERIAL);
        sums.close();
        assertEquals(65535L * images * (height - 1), sums.box(0, 1, height - 1, 0, 1, 1));
    }

    @Test
    void aPartOfWhatAllShareIsRefused() {
        CodeTensor codes = codes(new Random(1), 2, 1, 8, 8);
        PositionSums sums = PositionSums.of(codes, new Window[] {new Window(0, 7), new Window(1, 8)}, Parallel.SERIAL);
        sums.close();
        assertThrows(IllegalArgumentException.class, () -> sums.box(0, 0, 4, 0, 8, 1));
    }
}
