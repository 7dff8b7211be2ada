package io.bitcycle.workload;

import io.bitcycle.numeric.IntegerFormat;
import java.util.Arrays;

/**
 * Which sums of codes the adders at the array's edge form beside one group's product C[m, n] = A[m, k] x B[k, n]. A row of A
 * has one of a few windows of in-bounds taps; taps outside are padding and add to no sum. Per row i of A the edge forms the
 * sum over its window's k of aWeights[k] x a[i, k], per window and column j of B the sum of bWeights[k] x b[k, j].
 *
 * @param windowOfRow per row of A
 * @param covers per window and k, whether the tap is in bounds
 * @param aWeights per k, or null when no sums of A are needed
 * @param bWeights per k, or null when no sums of B are needed
 * @param correctionsPerOutput additions that bring the sums into a finished output
 */
public record EdgePlan(
        int[] windowOfRow, boolean[][] covers, long[] aWeights, long[] bWeights, int correctionsPerOutput) {
    /**
     * Whether products of such codes take sums of codes at all: signed codes have no offset
     * ({@link io.bitcycle.tensor.Quantizer#format}), and without one on either side there is nothing to take out.
     */
    public static boolean isNeeded(IntegerFormat a, IntegerFormat b) {
        return !a.signed() || !b.signed();
    }

    /** Plain sums of all codes: a matrix product without padding. */
    public static EdgePlan whole(int m, int k, boolean sumsA, boolean sumsB, int correctionsPerOutput) {
        boolean[] all = new boolean[k];
        Arrays.fill(all, true);
        return new EdgePlan(
                new int[m],
                new boolean[][] {all},
                sumsA ? ones(k) : null,
                sumsB ? ones(k) : null,
                correctionsPerOutput);
    }

    /**
     * The plan of a convolution's pass. Rows of A are {@code rowRepeats} times a grid of positions, each axis with its
     * windows; the depth is {@code depthRepeats} times a grid of taps that windows are cut from.
     *
     * @param aWeights per k
     * @param bWeights per k
     */
    public static EdgePlan windows(
            int rowRepeats,
            WindowClasses rows,
            WindowClasses cols,
            int depthRepeats,
            int depthHeight,
            int depthWidth,
            long[] aWeights,
            long[] bWeights) {
        int height = rows.index().length;
        int width = cols.index().length;
        int[] windowOfRow = new int[rowRepeats * height * width];
        for (int i = 0; i < windowOfRow.length; i++) {
            windowOfRow[i] = rows.index()[i / width % height] * cols.count() + cols.index()[i % width];
        }
        boolean[][] covers = new boolean[rows.count() * cols.count()][depthRepeats * depthHeight * depthWidth];
        for (int window = 0; window < covers.length; window++) {
            Window row = rows.distinct().get(window / cols.count());
            Window col = cols.distinct().get(window % cols.count());
            for (int k = 0; k < covers[window].length; k++) {
                covers[window][k] = row.contains(k / depthWidth % depthHeight) && col.contains(k % depthWidth);
            }
        }
        return new EdgePlan(windowOfRow, covers, aWeights, bWeights, ConvLowering.CORRECTIONS_PER_OUTPUT);
    }

    /** Weights of plain sums. */
    public static long[] ones(int count) {
        long[] ones = new long[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    public int windows() {
        return covers.length;
    }
}
