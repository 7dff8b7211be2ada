package io.bitcycle.simulator.step;

import java.util.Arrays;

/**
 * The second set of sum registers of a systolic array whose output stays: a fold's results move down through them, a row per
 * cycle, while the next fold runs.
 */
final class HiddenDrain {
    private final int rows;
    private final int cols;
    private final long[] sums;
    private Fold fold;
    private int drained;

    HiddenDrain(int rows, int cols) {
        this.rows = rows;
        this.cols = cols;
        this.sums = new long[rows * cols];
    }

    /** Takes over a fold's results. */
    void begin(Fold of, PartialSums<?> results) {
        for (int unit = 0; unit < sums.length; unit++) {
            sums[unit] = results.get(unit);
        }
        fold = of;
        drained = 0;
    }

    boolean isEmpty() {
        return fold == null;
    }

    long get(int unit) {
        return sums[unit];
    }

    /** One cycle: the bottom row leaves, the others move down. */
    void shift(ResultPort port) {
        int row = rows - 1 - drained;
        for (int col = 0; row < fold.rows() && col < fold.cols(); col++) {
            port.write(fold, fold.placeOf(row, col), sums[(rows - 1) * cols + col]);
        }
        System.arraycopy(sums, 0, sums, cols, sums.length - cols);
        Arrays.fill(sums, 0, cols, 0);
        drained++;
        if (drained == rows) {
            fold = null;
        }
    }
}
