package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.CodeMatrix;
import java.util.Arrays;

/** One thread's packed rows: {@link Loops#LANES} of them over some depth, and its sums. */
final class Panel {
    /** Depth packed at a time: stays in the first-level cache with the columns it meets. */
    static final int DEPTH = 384;
    /** The same for doubles. */
    static final int WIDE_DEPTH = DEPTH / 2;

    private static final ThreadLocal<Panel> LOCAL = ThreadLocal.withInitial(Panel::new);

    private final Loops loops = Loops.best();
    private final float[] narrow = new float[DEPTH * Loops.LANES];
    private final double[] wide = new double[WIDE_DEPTH * Loops.LANES];
    private final float[] scratch = new float[Loops.LANES * Loops.COLUMNS];
    private double[] sums = new double[0];

    /** The calling thread's own. */
    static Panel local() {
        return LOCAL.get();
    }

    /** Zeros. */
    double[] sums(int size) {
        if (sums.length < size) {
            sums = new double[size];
        } else {
            Arrays.fill(sums, 0, size, 0);
        }
        return sums;
    }

    /**
     * Adds the product of rows [row, row + rows) with all columns over the whole depth.
     *
     * @param rows at most {@link Loops#LANES}; the lanes above give zeros
     */
    void multiply(CodeMatrix a, int row, int rows, Columns columns, double[] to, int at, int stride) {
        int pieces = (columns.depth() + columns.run() - 1) / columns.run();
        for (int piece = 0; piece < pieces; piece++) {
            int from = (int) ((long) columns.depth() * piece / pieces);
            int depth = (int) ((long) columns.depth() * (piece + 1) / pieces) - from;
            if (columns.wide() == null) {
                a.packLanes(row, rows, from, depth, narrow);
            } else {
                a.packLanes(row, rows, from, depth, wide);
            }
            for (int j = 0; j < columns.count(); j += Loops.COLUMNS) {
                int w = j * columns.depth() + from;
                if (columns.wide() == null) {
                    loops.addProducts(
                            narrow, columns.narrow(), w, columns.depth(), depth, to, at + j * stride, stride, scratch);
                } else {
                    loops.addProducts(wide, columns.wide(), w, columns.depth(), depth, to, at + j * stride, stride);
                }
            }
        }
    }
}
