package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.CodeMatrix;
import java.util.Arrays;

/** One thread's part of a product of great depth: all its outputs, over some of the depth. */
final class DeepPanel {
    /** Depth packed at a time: four streams and a panel of lanes stay in the first-level cache. */
    static final int DEPTH = 256;

    private static final ThreadLocal<DeepPanel> LOCAL = ThreadLocal.withInitial(DeepPanel::new);

    private final Loops loops = Loops.best();
    private final float[] streams = new float[DEPTH * Loops.COLUMNS];
    private final float[] scratch = new float[Loops.LANES * Loops.COLUMNS];
    private float[][] lanes = new float[0][];
    private double[] sums = new double[0];

    /** The calling thread's own. */
    static DeepPanel local() {
        return LOCAL.get();
    }

    /** Where the sums of the next row of a begin. */
    static int stride(int columns) {
        return panels(columns) * Loops.LANES;
    }

    private static int panels(int columns) {
        return (columns + Loops.LANES - 1) / Loops.LANES;
    }

    /**
     * The product over the depth [from, to), valid until the next call.
     *
     * @param b the right-hand operand, transposed
     * @return row i of a and row j of b at {@code i * stride + j}
     */
    double[] multiply(CodeMatrix a, CodeMatrix b, int from, int to, int run) {
        int panels = panels(b.rows());
        int stride = stride(b.rows());
        clear(Columns.padded(a.rows()) * stride, panels);
        for (int k = from; k < to; k += run) {
            int depth = Math.min(run, to - k);
            for (int panel = 0; panel < panels; panel++) {
                int lane = panel * Loops.LANES;
                b.packLanes(lane, Math.min(Loops.LANES, b.rows() - lane), k, depth, lanes[panel]);
            }
            for (int i = 0; i < a.rows(); i += Loops.COLUMNS) {
                for (int j = 0; j < Loops.COLUMNS; j++) {
                    if (i + j < a.rows()) {
                        a.packRow(i + j, k, depth, streams, j * DEPTH);
                    }
                }
                for (int panel = 0; panel < panels; panel++) {
                    int at = i * stride + panel * Loops.LANES;
                    loops.addProducts(
                            lanes[panel],
                            0,
                            Loops.LANES / 2,
                            Panel.PACKED,
                            0,
                            depth,
                            streams,
                            0,
                            DEPTH,
                            sums,
                            at,
                            stride,
                            scratch);
                }
            }
        }
        return sums;
    }

    private void clear(int size, int panels) {
        if (sums.length < size) {
            sums = new double[size];
        } else {
            Arrays.fill(sums, 0, size, 0);
        }
        if (lanes.length < panels) {
            lanes = new float[panels][DEPTH * Loops.LANES];
        }
    }
}
