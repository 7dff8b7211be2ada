package io.bitcycle.tensor;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.numeric.loops.SumLoops;

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

    private LaneSum() {}

    /** The sum of the elements [from, to); 0 of none. */
    public static float of(float[] values, int from, int to) {
        SumLoops loops = Loops.best().sums();
        float sum = 0;
        for (int at = from; at < to; at += BLOCK) {
            sum += loops.lanes(values, at, Math.min(to, at + BLOCK));
        }
        return sum;
    }
}
