package io.bitcycle.tensor;

/**
 * Sums of binary32 values in one fixed order, that of a vector unit with eight accumulators. A run is cut into blocks of
 * {@value #BLOCK} elements; element i of a block is added to lane i mod 8, the lanes of a block are added as the tree
 * ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)), the blocks in ascending order. Every addition is rounded to binary32.
 *
 * <p>The rounding error of a sum of n values is at most about (n / 1024 + 128) x 2^-24 of the sum of their magnitudes,
 * against n x 2^-24 in sequence.
 */
public final class LaneSum {
    /** Elements of a block. */
    public static final int BLOCK = 1024;

    private static final int LANES = 8;

    private LaneSum() {}

    /** The sum of the elements [from, to); 0 of none. */
    public static float of(float[] values, int from, int to) {
        float sum = 0;
        for (int at = from; at < to; at += BLOCK) {
            sum += block(values, at, Math.min(to, at + BLOCK));
        }
        return sum;
    }

    private static float block(float[] values, int from, int to) {
        float lane0 = 0;
        float lane1 = 0;
        float lane2 = 0;
        float lane3 = 0;
        float lane4 = 0;
        float lane5 = 0;
        float lane6 = 0;
        float lane7 = 0;
        int whole = to - (to - from) % LANES;
        for (int i = from; i < whole; i += LANES) {
            lane0 += values[i];
            lane1 += values[i + 1];
            lane2 += values[i + 2];
            lane3 += values[i + 3];
            lane4 += values[i + 4];
            lane5 += values[i + 5];
            lane6 += values[i + 6];
            lane7 += values[i + 7];
        }
        int rest = to - whole;
        lane0 += rest > 0 ? values[whole] : 0;
        lane1 += rest > 1 ? values[whole + 1] : 0;
        lane2 += rest > 2 ? values[whole + 2] : 0;
        lane3 += rest > 3 ? values[whole + 3] : 0;
        lane4 += rest > 4 ? values[whole + 4] : 0;
        lane5 += rest > 5 ? values[whole + 5] : 0;
        lane6 += rest > 6 ? values[whole + 6] : 0;
        return ((lane0 + lane4) + (lane2 + lane6)) + ((lane1 + lane5) + (lane3 + lane7));
    }
}
