package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Alignment;
import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.numeric.loops.ProductLoops;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.tensor.Parallel;

/**
 * The products of {@link PlainKernel} where {@link Loops} multiplies fast: panels of rows are packed
 * and multiplied with all columns. Tasks depend on the shape only and the sums are exact, so the result is the same whoever
 * computes what.
 */
public final class PanelKernel {
    /** Sums of a block of rows: stay in the second-level cache. */
    private static final int BLOCK_SUMS = 1 << 14;
    /** The most tasks that share a deep product, and the least depth of one. */
    private static final int SLICES = 16;

    private static final int SLICE = 1024;

    /** How many times the products of small panels large ones form in the same time, about; so many may be of what fills them up. */
    private static final int FASTER = 2;

    private PanelKernel() {}

    /** Whether this kernel can form the product exactly and is the fast one here. */
    public static boolean suits(CodeMatrix a, CodeMatrix b) {
        return suits(a, b.magnitude(), b.rows()) && b.min() >= Short.MIN_VALUE && b.max() <= Short.MAX_VALUE;
    }

    /** The same for a right-hand operand of numbers of magnitude up to {@code largest}. */
    public static boolean suits(CodeMatrix a, long largest, int depth) {
        return Loops.best().fastProducts() && Columns.fit(a, largest, depth);
    }

    /** The product a x b, block by block. */
    public static void multiply(CodeMatrix a, CodeMatrix b, int granule, SumBlocks out, Parallel parallel) {
        multiply(a, Columns.of(a, b, panels(a, b.cols())), granule, out, parallel);
    }

    /**
     * The product of a and wide numbers, block by block.
     *
     * @param b depth x columns, row-major
     */
    public static void multiply(CodeMatrix a, long[] b, int columns, int granule, SumBlocks out, Parallel parallel) {
        multiply(a, Columns.wide(b, a.cols(), columns, panels(a, columns)), granule, out, parallel);
    }

    /** @param granule every block begins at a multiple of it */
    private static void multiply(CodeMatrix a, Columns columns, int granule, SumBlocks out, Parallel parallel) {
        int lanes = columns.loops().lanes();
        int most = Math.max(lanes, BLOCK_SUMS / Math.max(1, columns.count()));
        int length = Math.max(1, most / granule) * granule;
        parallel.forEach((a.rows() + length - 1) / length, block -> {
            int row = block * length;
            int rows = Math.min(length, a.rows() - row);
            int stride = Columns.padded(rows, lanes);
            double[] sums = Panel.LOCAL.get(columns.loops()).multiply(a, row, rows, columns, stride);
            out.accept(row, rows, sums, Alignment.DOUBLES, stride, granule);
        });
    }

    /** The product a x b into longs, {@code c[i * N + j]}. */
    static void multiply(CodeMatrix a, CodeMatrix b, long[] c, Parallel parallel) {
        int columns = b.cols();
        if (a.cols() >= 2 * SLICE && a.cols() > 4L * a.rows() && !Columns.isShort(Columns.run(a, b))) {
            int dots = DotPanel.depth(a, b);
            if (dots > 0) {
                multiplyDots((OffsetMatrix) a, b, c, dots, parallel);
            } else {
                multiplyDeep(a, b, c, parallel);
            }
            return;
        }
        CodeMatrix transposed = b.transposed();
        if (hasLanes(transposed) && (!hasLanes(a) || b.cols() > a.rows())) {
            multiply(
                    transposed,
                    a.transposed(),
                    1,
                    (col, cols, sums, at, stride, pitch) -> {
                        for (int i = 0; i < a.rows(); i++) {
                            for (int j = 0; j < cols; j++) {
                                c[i * columns + col + j] = (long) sums[at + i * stride + j];
                            }
                        }
                    },
                    parallel);
            return;
        }
        multiply(
                a,
                b,
                1,
                (row, rows, sums, at, stride, pitch) -> {
                    for (int r = 0; r < rows; r++) {
                        for (int j = 0; j < columns; j++) {
                            c[(row + r) * columns + j] = (long) sums[at + j * stride + r];
                        }
                    }
                },
                parallel);
    }

    private static boolean hasLanes(CodeMatrix x) {
        return hasLanes(x, Loops.best().smallProducts());
    }

    private static boolean hasLanes(CodeMatrix x, ProductLoops loops) {
        return x instanceof OffsetMatrix matrix && matrix.areNeighbours(0, Math.min(matrix.rows(), loops.lanes()));
    }

    /**
     * The loops for the rows of a, which are lanes, and so many columns: large panels, unless too much of them is empty, or lanes that are neighbours in small panels
     * are none in large ones.
     */
    private static ProductLoops panels(CodeMatrix a, int columns) {
        ProductLoops small = Loops.best().smallProducts();
        ProductLoops large = Loops.best().products();
        boolean inPlace = hasLanes(a, small) && !hasLanes(a, large);
        return !inPlace && products(a.rows(), columns, large) <= FASTER * products(a.rows(), columns, small)
                ? large
                : small;
    }

    /** Products of each depth, those with what fills up panels included. */
    private static long products(int rows, int columns, ProductLoops loops) {
        return (long) Columns.padded(rows, loops.lanes()) * Columns.padded(columns, loops.columns());
    }

    /** A few outputs of great depth: the columns of b are the lanes, and the depth is shared out. */
    private static void multiplyDeep(CodeMatrix a, CodeMatrix b, long[] c, Parallel parallel) {
        int slices = Math.min(SLICES, a.cols() / SLICE);
        CodeMatrix lanes = b.transposed();
        ProductLoops loops = panels(lanes, a.rows());
        int run = Math.min(Columns.run(a, b), Panel.depth(loops));
        parallel.forEach(slices, slice -> {
            int from = (int) ((long) a.cols() * slice / slices);
            int to = (int) ((long) a.cols() * (slice + 1) / slices);
            double[] sums = DeepPanel.LOCAL.get(loops).multiply(a, lanes, from, to, run);
            int stride = Columns.padded(b.cols(), loops.lanes());
            synchronized (c) {
                for (int i = 0; i < a.rows(); i++) {
                    for (int j = 0; j < b.cols(); j++) {
                        c[i * b.cols() + j] += (long) sums[i * stride + j];
                    }
                }
            }
        });
    }

    /** The same where the depth runs through neighbours. */
    private static void multiplyDots(OffsetMatrix a, CodeMatrix b, long[] c, int depth, Parallel parallel) {
        int slices = Math.min(SLICES, a.cols() / SLICE);
        int pieces = (a.cols() + depth - 1) / depth;
        CodeMatrix transposed = b.transposed();
        parallel.forEach(slices, slice -> {
            int from = (int) ((long) pieces * slice / slices) * depth;
            int to = Math.min(a.cols(), (int) ((long) pieces * (slice + 1) / slices) * depth);
            double[] sums = DotPanel.local().multiply(a, transposed, from, to, depth);
            int stride = DotPanel.padded(b.cols());
            synchronized (c) {
                for (int i = 0; i < a.rows(); i++) {
                    for (int j = 0; j < b.cols(); j++) {
                        double sum = 0;
                        for (int part = 0; part < Loops.DOT_PARTS; part++) {
                            sum += sums[(i * stride + j) * Loops.DOT_PARTS + part];
                        }
                        c[i * b.cols() + j] += (long) sum;
                    }
                }
            }
        });
    }
}
