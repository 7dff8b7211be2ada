package io.bitcycle.simulator.kernel;

import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.Parallel;
import java.util.Arrays;

/**
 * The same products as {@link PlainKernel}, fast. The longer of the two outer dimensions becomes the <em>lanes</em>
 * of a vectorised loop (see {@link LanePanel}); tasks are panels of lanes x blocks of the other dimension x slices of
 * the depth. This decomposition depends on the shape only, never on the number of workers, and the sums are exact, so
 * the result is the same whoever computes what.
 */
public final class BlockedKernel {
    /** Tasks worth having when the shape yields them: enough to share evenly between a few workers. */
    private static final int TASKS = 16;
    /** The least depth worth a task of its own. */
    private static final int SLICE = 1024;

    private BlockedKernel() {}

    /**
     * Computes {@code c[i * N + j] = sum over k of a(i, k) * b(k, j)} exactly, provided the sums fit a long (they do
     * for every K when both operands fit a short; otherwise this is {@link PlainKernel}).
     *
     * @param a M x K
     * @param b K x N
     * @param c at least M x N, row-major; overwritten
     */
    public static void multiply(CodeMatrix a, CodeMatrix b, long[] c, Parallel parallel) {
        if (a.cols() != b.rows()) {
            throw new IllegalArgumentException("inner dimensions differ: " + a.cols() + " and " + b.rows());
        }
        if (!fitsShort(a) || !fitsShort(b)) {
            PlainKernel.multiply(a, b, c);
            return;
        }
        int m = a.rows();
        int n = b.cols();
        Arrays.fill(c, 0, m * n, 0L);
        if (PanelKernel.suits(a, b)) {
            PanelKernel.multiply(a, b, c, parallel);
            return;
        }
        if (m >= n) {
            run(new Product(a, b, c, n, 1), parallel);
        } else {
            run(new Product(b.transposed(), a.transposed(), c, 1, n), parallel);
        }
    }

    private static boolean fitsShort(CodeMatrix x) {
        return x.min() >= Short.MIN_VALUE && x.max() <= Short.MAX_VALUE;
    }

    private static void run(Product product, Parallel parallel) {
        int lanes = product.a.rows();
        int cols = product.b.cols();
        int depth = product.b.rows();
        int panels = pieces(lanes, LanePanel.LANES);
        int blocks = pieces(cols, LanePanel.COLUMNS);
        int slices = Math.min(pieces(TASKS, Math.max(1, panels * blocks)), pieces(depth, SLICE));
        product.shared = slices > 1;
        parallel.forEach(panels * blocks * slices, task -> {
            int slice = task % slices;
            int block = task / slices % blocks;
            int panel = task / slices / blocks;
            LanePanel.local()
                    .multiply(
                            product,
                            start(lanes, panels, panel),
                            start(lanes, panels, panel + 1),
                            start(cols, blocks, block),
                            start(cols, blocks, block + 1),
                            start(depth, slices, slice),
                            start(depth, slices, slice + 1));
        });
    }

    private static int pieces(int size, int most) {
        return (size + most - 1) / most;
    }

    /** Where piece {@code i} of {@code pieces} nearly equal pieces of {@code size} begins. */
    private static int start(int size, int pieces, int i) {
        return (int) ((long) size * i / pieces);
    }
}
