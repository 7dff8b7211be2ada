package io.bitcycle.simulator.kernel;

import io.bitcycle.tensor.CodeMatrix;
import java.util.Arrays;

/**
 * The inner loops of {@link BlockedKernel} and one thread's scratch memory for them. A panel of the lane operand is
 * packed as one float array per depth step; the sum of every output column is a float array too, so that the loop
 *
 * <pre>  sum[i] = fma(x0[i], w0, fma(x1[i], w1, ... sum[i]))</pre>
 *
 * over lanes i is what the JIT turns into vector instructions. All arrays are indexed by i alone, because HotSpot 17
 * gives up as soon as arrays of one type are indexed with different offsets, and six steps are as many as fit the size
 * up to which it unrolls a loop body.
 */
final class LanePanel {
    /**
     * The most lanes of a panel: few enough for six steps and a sum to stay in the first-level cache. With its header
     * of 16 bytes, a line of 16 n - 4 floats is a whole number of cache lines, so that lines allocated in a row are
     * aligned alike and one prologue aligns them all; and 47 cache lines are no multiple of the 4 KiB after which
     * addresses collide in that cache. Both are for speed only.
     */
    static final int LANES = 748;
    /** The most columns of a block: their sums stay in the second-level cache. */
    static final int COLUMNS = 64;

    private static final int STEPS = 6;
    /** Depth packed at a time; a multiple of STEPS. */
    private static final int DEPTH = 96;

    /** Lanes of a tile in the loops that transpose, so that what they stride over stays in the first-level cache. */
    private static final int TILE = 64;

    private static final ThreadLocal<LanePanel> LOCAL = ThreadLocal.withInitial(LanePanel::new);

    /** Lines of the panel, their sums and the folded parts of those; allocated in a row, see LANES. */
    private final float[][] lines = new float[DEPTH + 2 * COLUMNS][LANES];

    private final float[][] x = Arrays.copyOfRange(lines, 0, DEPTH);
    private final float[][] sums = Arrays.copyOfRange(lines, DEPTH, DEPTH + COLUMNS);
    private final float[][] folded = Arrays.copyOfRange(lines, DEPTH + COLUMNS, DEPTH + 2 * COLUMNS);
    private final float[] w = new float[DEPTH * COLUMNS];
    private final short[] codes = new short[DEPTH * LANES];
    private final short[] scalars = new short[DEPTH * COLUMNS];

    /** The calling thread's own. */
    static LanePanel local() {
        return LOCAL.get();
    }

    /**
     * Adds to c the product of lanes [lane, laneEnd) of {@code a} and columns [col, colEnd) of {@code b} over depth
     * [from, to). All sums are zero before and after.
     */
    void multiply(Product product, int lane, int laneEnd, int col, int colEnd, int from, int to) {
        int lanes = laneEnd - lane;
        int cols = colEnd - col;
        Limbs limbs = product.limbs;
        int run = limbs.run < STEPS ? limbs.run : limbs.run - limbs.run % STEPS;
        int most = limbs.count == 1 ? DEPTH : Math.min(DEPTH, run);
        int left = run;
        int folds = 0;
        for (int k = from; k < to; k += most) {
            int depth = Math.min(most, to - k);
            pack(product.a, lane, lanes, k, depth);
            product.b.copy(k, depth, col, cols, scalars, 0, cols);
            for (int l = 0; l < limbs.count; l++) {
                pack(limbs, l, depth * cols);
                for (int done = 0; done < depth; ) {
                    int steps = Math.min(depth - done, left);
                    add(done, done + steps, cols, lanes);
                    done += steps;
                    left -= steps;
                    if (done == depth && (limbs.count > 1 || k + done == to) || folds == Limbs.FOLDS) {
                        if (folds > 0) {
                            spill(folded, product, lane, lanes, col, cols, limbs.shift * l);
                        }
                        spill(sums, product, lane, lanes, col, cols, limbs.shift * l);
                        left = run;
                        folds = 0;
                    } else if (left == 0) {
                        fold(cols, lanes);
                        left = run;
                        folds++;
                    }
                }
            }
        }
    }

    /** x[d][i] = a(lane + i, k + d), by whichever copy is the cheaper one of the view. */
    private void pack(CodeMatrix a, int lane, int lanes, int k, int depth) {
        if (a.columnMajor()) {
            a.copyTransposed(lane, lanes, k, depth, codes, 0, lanes);
            for (int d = 0; d < depth; d++) {
                widen(d * lanes, 1, x[d], 0, lanes);
            }
            return;
        }
        for (int tile = 0; tile < lanes; tile += TILE) {
            int rows = Math.min(TILE, lanes - tile);
            a.copy(lane + tile, rows, k, depth, codes, 0, depth);
            for (int d = 0; d < depth; d++) {
                widen(d, depth, x[d], tile, rows);
            }
        }
    }

    private void widen(int from, int stride, float[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = codes[from + i * stride];
        }
    }

    private void pack(Limbs limbs, int l, int count) {
        for (int i = 0; i < count; i++) {
            w[i] = limbs.limb(scalars[i], l);
        }
    }

    private void add(int from, int to, int cols, int lanes) {
        int d = from;
        for (; d + STEPS <= to; d += STEPS) {
            for (int j = 0; j < cols; j++) {
                six(sums[j], d, d * cols + j, cols, lanes);
            }
        }
        for (; d < to; d++) {
            for (int j = 0; j < cols; j++) {
                one(sums[j], x[d], w[d * cols + j], lanes);
            }
        }
    }

    /** Six depth steps from d; their scalars are {@code cols} apart from {@code at}. */
    private void six(float[] s, int d, int at, int cols, int lanes) {
        six(
                s,
                x[d],
                x[d + 1],
                x[d + 2],
                x[d + 3],
                x[d + 4],
                x[d + 5],
                w[at],
                w[at + cols],
                w[at + 2 * cols],
                w[at + 3 * cols],
                w[at + 4 * cols],
                w[at + 5 * cols],
                lanes);
    }

    private static void six(
            float[] s,
            float[] x0,
            float[] x1,
            float[] x2,
            float[] x3,
            float[] x4,
            float[] x5,
            float w0,
            float w1,
            float w2,
            float w3,
            float w4,
            float w5,
            int lanes) {
        for (int i = 0; i < lanes; i++) {
            float t = Math.fma(x2[i], w2, Math.fma(x1[i], w1, Math.fma(x0[i], w0, s[i])));
            s[i] = Math.fma(x5[i], w5, Math.fma(x4[i], w4, Math.fma(x3[i], w3, t)));
        }
    }

    private static void one(float[] s, float[] x, float w, int lanes) {
        for (int i = 0; i < lanes; i++) {
            s[i] = Math.fma(x[i], w, s[i]);
        }
    }

    private void fold(int cols, int lanes) {
        for (int j = 0; j < cols; j++) {
            fold(sums[j], folded[j], lanes);
        }
    }

    /** Moves all but a small remainder of the sums s to the sums h, exactly; see {@link Limbs}. */
    private static void fold(float[] s, float[] h, int lanes) {
        for (int i = 0; i < lanes; i++) {
            float t = s[i];
            float high = (t + Limbs.FOLD) - Limbs.FOLD;
            h[i] = h[i] + high;
            s[i] = t - high;
        }
    }

    /** Moves sums to c, times 2^shift, and clears them. */
    private static void spill(float[][] sums, Product product, int lane, int lanes, int col, int cols, int shift) {
        int at = lane * product.laneStep + col * product.step;
        if (product.shared) {
            synchronized (product) {
                spill(sums, product.c, at, product.laneStep, product.step, lanes, cols, shift);
            }
        } else {
            spill(sums, product.c, at, product.laneStep, product.step, lanes, cols, shift);
        }
        for (int j = 0; j < cols; j++) {
            Arrays.fill(sums[j], 0, lanes, 0f);
        }
    }

    private static void spill(
            float[][] sums, long[] c, int at, int laneStep, int step, int lanes, int cols, int shift) {
        for (int tile = 0; tile < lanes; tile += TILE) {
            int end = Math.min(lanes, tile + TILE);
            for (int j = 0; j < cols; j++) {
                float[] s = sums[j];
                for (int i = tile, to = at + tile * laneStep + j * step; i < end; i++, to += laneStep) {
                    c[to] += (long) s[i] << shift;
                }
            }
        }
    }
}
