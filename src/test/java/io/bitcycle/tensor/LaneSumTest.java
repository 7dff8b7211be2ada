package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneSumTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 23, 1000, 1023, 1024, 1025, 1031, 2048, 5000})
    void addsInTheStatedOrder(int length) {
        float[] values = values(length + 5, length);
        assertEquals(slowSum(values, 3, 3 + length), LaneSum.of(values, 3, 3 + length), "length and seed " + length);
    }

    /** The order of the contract, from a table of lanes and without unrolling. */
    private static float slowSum(float[] values, int from, int to) {
        float sum = 0;
        for (int block = from; block < to; block += 1024) {
            float[] lane = new float[8];
            for (int i = 0; block + i < Math.min(to, block + 1024); i++) {
                lane[i % 8] += values[block + i];
            }
            float even = (lane[0] + lane[4]) + (lane[2] + lane[6]);
            float odd = (lane[1] + lane[5]) + (lane[3] + lane[7]);
            sum += even + odd;
        }
        return sum;
    }

    /** Of equal signs, so that no error cancels; a sequential binary32 sum of these is off by more than 1e-5. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isAccurateForLongRuns(long seed) {
        float[] values = values(1 << 21, seed);
        double exact = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
            exact += values[i];
        }
        double error = Math.abs(LaneSum.of(values, 0, values.length) - exact) / exact;
        assertTrue(error < 2e-6, "relative error " + error + " for seed " + seed);
    }

    private static float[] values(int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
