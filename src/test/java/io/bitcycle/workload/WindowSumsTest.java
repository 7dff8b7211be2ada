package io.bitcycle.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.Parallel;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Window sums against four loops. */
class WindowSumsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomWindows(long seed) {
        Random random = new Random(seed);
        int height = 1 + random.nextInt(9);
        int width = 1 + random.nextInt(9);
        boolean wide = random.nextInt(4) == 0;
        short[] codes = new short[2 * 3 * height * width];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) random.nextInt(wide ? 1 << 16 : 256);
        }
        CodeTensor tensor = new CodeTensor(codes, IntegerFormat.unsigned(wide ? 16 : 8), 2, 3, height, width);
        WindowSums windows = new WindowSums(
                1 + random.nextInt(6),
                1 + random.nextInt(6),
                random.nextInt(7) - 3,
                random.nextInt(7) - 3,
                1 + random.nextInt(2),
                1 + random.nextInt(4),
                1 + random.nextInt(4));
        double[] weights = {random.nextInt(1 << 25), -random.nextInt(1 << 25)};
        check("seed " + seed, tensor, windows, weights, 17, windows.of(tensor, 1, weights, 17, Parallel.SERIAL));
        check("seed " + seed, tensor, windows, new double[] {1, 1}, 0, windows.of(tensor, 1, 2, Parallel.SERIAL));
    }

    private static void check(
            String seed, CodeTensor tensor, WindowSums windows, double[] weights, int centre, double[] sums) {
        int height = tensor.dim(2);
        int width = tensor.dim(3);
        for (int i = 0; i < sums.length; i++) {
            int image = i / (windows.height() * windows.width());
            int top = windows.top() + i / windows.width() % windows.height() * windows.stride();
            int left = windows.left() + i % windows.width() * windows.stride();
            long sum = 0;
            for (int c = 0; c < 2; c++) {
                for (int y = Math.max(0, top); y < Math.min(height, top + windows.windowHeight()); y++) {
                    for (int x = Math.max(0, left); x < Math.min(width, left + windows.windowWidth()); x++) {
                        int code = tensor.code(((image * 3 + 1 + c) * height + y) * width + x);
                        sum += (long) weights[c] * (code - centre);
                    }
                }
            }
            assertEquals(sum, (long) sums[i], seed + ", window " + i + " of " + windows);
        }
    }
}
