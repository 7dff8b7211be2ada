package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Alignment;
import io.bitcycle.numeric.loops.ProductLoops;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.OffsetMatrix;
import java.util.Arrays;

/**
 * One thread's block of rows of a product. As many rows as {@link ProductLoops} has lanes are multiplied with all columns at a time: in place, on
 * a copy of the stretch of codes that the block covers, where they are neighbours there; else packed.
 */
final class Panel {
    /** Numbers packed at a time: stay in the first-level cache with the columns they meet. */
    private static final int PACKED = 6144;

    static final LocalPanels<Panel> LOCAL = new LocalPanels<>(Panel::new);

    private final ProductLoops loops;
    private final int most;
    /** Offsets of the depth in packed lanes. */
    private final int[] packed;

    private final float[] narrow = new float[Alignment.FLOATS + PACKED];
    private final double[] wide = new double[Alignment.DOUBLES + PACKED / 2];
    private final float[] products;
    private final double[] wideProducts;
    private final Widened stretch = new Widened();
    private double[] sums = new double[0];

    private Panel(ProductLoops loops) {
        this.loops = loops;
        this.most = loops.lanes();
        this.packed = OffsetMatrix.steps(depth(loops), most);
        this.products = new float[Alignment.FLOATS + most * loops.columns()];
        this.wideProducts = new double[Alignment.DOUBLES + most / 2 * loops.columns()];
    }

    /** Depth packed at a time. */
    static int depth(ProductLoops loops) {
        return PACKED / loops.lanes();
    }

    /** The same for doubles. */
    static int wideDepth(ProductLoops loops) {
        return depth(loops) / 2;
    }

    /**
     * The product of rows [row, row + rows) with all columns over the whole depth, valid until the next call.
     *
     * @return row r and column j at {@code Alignment.DOUBLES + j * stride + r}
     */
    double[] multiply(CodeMatrix a, int row, int rows, Columns columns, int stride) {
        clear(Alignment.DOUBLES + stride * columns.padded());
        int depth = columns.depth();
        OffsetMatrix inPlace = null;
        if (a instanceof OffsetMatrix matrix
                && matrix.areNeighbours(row, Math.min(rows, most))
                && Widened.isWorth(matrix, row, rows, 0, depth)) {
            inPlace = matrix;
            stretch.open(matrix, row, rows, 0, depth, columns.narrow() == null);
        }
        for (int r = 0; r < rows; r += most) {
            int lanes = Math.min(most, rows - r);
            if (inPlace != null && lanes == most && inPlace.areNeighbours(row + r, most)) {
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
        int from = stretch.at(row);
        for (int piece = 0; piece < columns.pieces(); piece++) {
            int first = columns.from(piece);
            add(stretch.narrow(), stretch.wide(), from, a.colOffsets(), first, columns, piece, at, stride);
        }
    }

    /** @param rows the lanes above give zeros */
    private void multiplyPacked(CodeMatrix a, int row, int rows, Columns columns, int at, int stride) {
        for (int piece = 0; piece < columns.pieces(); piece++) {
            int from = columns.from(piece);
            int depth = columns.from(piece + 1) - from;
            if (columns.narrow() != null) {
                a.packLanes(row, rows, from, depth, most, narrow, Alignment.FLOATS);
            } else {
                a.packLanes(row, rows, from, depth, most, wide, Alignment.DOUBLES);
            }
            int lane = columns.narrow() != null ? Alignment.FLOATS : Alignment.DOUBLES;
            add(narrow, wide, lane, packed, 0, columns, piece, at, stride);
        }
    }

    private void add(
            float[] floats,
            double[] doubles,
            int lane,
            int[] offsets,
            int first,
            Columns columns,
            int piece,
            int at,
            int stride) {
        int from = columns.from(piece);
        int depth = columns.from(piece + 1) - from;
        for (int j = 0; j < columns.count(); j += loops.columns()) {
            int w = columns.at(from, j);
            int to = Alignment.DOUBLES + at + j * stride;
            if (columns.narrow() != null) {
                loops.multiply(floats, lane, offsets, first, depth, columns.narrow(), w, products, Alignment.FLOATS);
                loops.add(products, Alignment.FLOATS, sums, to, stride);
                continue;
            }
            int half = most / 2;
            for (int i = 0; i < most; i += half) {
                loops.multiply(
                        doubles, lane + i, offsets, first, depth, columns.wide(), w, wideProducts, Alignment.DOUBLES);
                loops.add(wideProducts, Alignment.DOUBLES, sums, to + i, stride);
            }
        }
    }
}
