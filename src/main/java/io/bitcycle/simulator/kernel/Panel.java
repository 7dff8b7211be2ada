package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.OffsetMatrix;
import java.util.Arrays;

/**
 * One thread's block of rows of a product. {@link Loops#LANES} rows at a time are multiplied with all columns: in place, on
 * a copy of the stretch of codes that the block covers, where they are neighbours there; else packed.
 */
final class Panel {
    /** Depth packed at a time: stays in the first-level cache with the columns it meets. */
    static final int DEPTH = 384;
    /** The same for doubles. */
    static final int WIDE_DEPTH = DEPTH / 2;

    /** Offsets of the depth in packed lanes. */
    static final int[] PACKED = OffsetMatrix.steps(DEPTH, Loops.LANES);

    private static final ThreadLocal<Panel> LOCAL = ThreadLocal.withInitial(Panel::new);

    private final Loops loops = Loops.best();
    private final float[] narrow = new float[DEPTH * Loops.LANES];
    private final double[] wide = new double[WIDE_DEPTH * Loops.LANES];
    private final float[] scratch = new float[Loops.LANES * Loops.COLUMNS];
    private final Widened stretch = new Widened();
    private double[] sums = new double[0];

    /** The calling thread's own. */
    static Panel local() {
        return LOCAL.get();
    }

    /**
     * The product of rows [row, row + rows) with all columns over the whole depth, valid until the next call.
     *
     * @return row r and column j at {@code j * stride + r}
     */
    double[] multiply(CodeMatrix a, int row, int rows, Columns columns, int stride) {
        clear(stride * Columns.padded(columns.count()));
        int depth = columns.depth();
        OffsetMatrix inPlace = null;
        if (a instanceof OffsetMatrix matrix && matrix.hasLanes(row) && Widened.isWorth(matrix, row, rows, 0, depth)) {
            inPlace = matrix;
            stretch.open(matrix, row, rows, 0, depth, columns.narrow() == null);
        }
        for (int r = 0; r < rows; r += Loops.LANES) {
            int lanes = Math.min(Loops.LANES, rows - r);
            if (inPlace != null && lanes == Loops.LANES && inPlace.hasLanes(row + r)) {
                multiplyInPlace(inPlace, row + r, columns, r, stride);
            } else {
                multiplyPacked(a, row + r, lanes, columns, r, stride);
            }
        }
        return sums;
    }

    private void clear(int size) {
        if (sums.length < size) {
            sums = new double[size];
        } else {
            Arrays.fill(sums, 0, size, 0);
        }
    }

    private void multiplyInPlace(OffsetMatrix a, int row, Columns columns, int at, int stride) {
        int at0 = stretch.at(row);
        int at1 = stretch.at(row + Loops.LANES / 2);
        for (int piece = 0; piece < columns.pieces(); piece++) {
            int from = columns.from(piece);
            add(stretch.narrow(), stretch.wide(), at0, at1, a.colOffsets(), from, columns, piece, at, stride);
        }
    }

    /** @param rows the lanes above give zeros */
    private void multiplyPacked(CodeMatrix a, int row, int rows, Columns columns, int at, int stride) {
        for (int piece = 0; piece < columns.pieces(); piece++) {
            int from = columns.from(piece);
            if (columns.narrow() != null) {
                a.packLanes(row, rows, from, columns.from(piece + 1) - from, narrow);
            } else {
                a.packLanes(row, rows, from, columns.from(piece + 1) - from, wide);
            }
            add(narrow, wide, 0, Loops.LANES / 2, PACKED, 0, columns, piece, at, stride);
        }
    }

    private void add(
            float[] floats,
            double[] doubles,
            int at0,
            int at1,
            int[] offsets,
            int first,
            Columns columns,
            int piece,
            int at,
            int stride) {
        int from = columns.from(piece);
        int depth = columns.from(piece + 1) - from;
        int wStride = columns.depth();
        for (int j = 0; j < columns.count(); j += Loops.COLUMNS) {
            int w = j * wStride + from;
            int to = at + j * stride;
            if (columns.narrow() != null) {
                loops.addProducts(
                        floats,
                        at0,
                        at1,
                        offsets,
                        first,
                        depth,
                        columns.narrow(),
                        w,
                        wStride,
                        sums,
                        to,
                        stride,
                        scratch);
            } else {
                loops.addProducts(
                        doubles, at0, at1, offsets, first, depth, columns.wide(), w, wStride, sums, to, stride);
            }
        }
    }
}
