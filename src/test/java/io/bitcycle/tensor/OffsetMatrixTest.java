package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetMatrixTest {
    private static final int LANES = 24;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void packsWhatItHolds(long seed) {
        Random random = new Random(seed);
        short[] codes = new short[5000];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) random.nextInt();
        }
        int run = new int[] {1, 2, 3, 7, 8, 9, 16, 40}[(int) seed - 1];
        int[] cols = new int[80];
        for (int c = 0; c < cols.length; c++) {
            cols[c] = c + c / run * (1 + random.nextInt(2));
        }
        int[] rows = OffsetMatrix.steps(30, random.nextInt(3) * 17 + 1);
        OffsetMatrix matrix = new OffsetMatrix(codes, 11, rows, cols, Short.MIN_VALUE, Short.MAX_VALUE);
        int col = random.nextInt(30);
        int count = 1 + random.nextInt(50);
        float[] row = new float[60];
        float[] lanes = new float[2 + count * LANES];
        double[] wideLanes = new double[2 + count * LANES];
        for (int r = 0; r < 30; r++) {
            matrix.packRow(r, col, count, row, 3);
            int some = Math.min(LANES, 30 - r);
            matrix.packLanes(r, some, col, count, LANES, lanes, 2);
            matrix.packLanes(r, some, col, count, LANES, wideLanes, 2);
            for (int c = 0; c < count; c++) {
                assertEquals(matrix.get(r, col + c), row[3 + c], "seed " + seed);
                for (int i = 0; i < LANES; i++) {
                    float expected = i < some ? matrix.get(r + i, col + c) : 0;
                    assertEquals(expected, lanes[2 + c * LANES + i], "seed " + seed);
                    assertEquals(expected, wideLanes[2 + c * LANES + i], "seed " + seed);
                }
            }
        }
    }
}
