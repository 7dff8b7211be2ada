package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.numeric.loops.ProductLoops;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.OffsetMatrix;
import java.util.Arrays;

/** One thread's part of a product of great depth: all its outputs, over some of the depth. */
final class DeepPanel {
    /** Depth packed at a time: four streams and a panel of lanes stay in the first-level cache. */
    static final int DEPTH = 256;

    private static final int LANES = Loops.best().smallProducts().lanes();
    private static final int COLUMNS = Loops.best().smallProducts().columns();

    private static final ThreadLocal<DeepPanel> LOCAL = ThreadLocal.withInitial(DeepPanel::new);

    private final ProductLoops loops = Loops.best().smallProducts();
    private final int[] packed = OffsetMatrix.steps(DEPTH, LANES);
    private final float[] stream = new float[DEPTH];
    private final float[] streams = new float[DEPTH * COLUMNS];
    private final float[] products = new float[LANES * COLUMNS];
    private float[][] lanes = new float[0][];
    private double[] sums = new double[0];

    /** The calling thread's own. */
    static DeepPanel local() {
        return LOCAL.get();
    }

    /** Where the sums of the next row of a begin. */
    static int stride(int columns) {
        return panels(columns) * LANES;
    }

    private static int panels(int columns) {
        return (columns + LANES - 1) / LANES;
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
                int lane = panel * LANES;
                b.packLanes(lane, Math.min(LANES, b.rows() - lane), k, depth, LANES, lanes[panel]);
            }
            for (int i = 0; i < a.rows(); i += COLUMNS) {
                for (int j = 0; j < Math.min(COLUMNS, a.rows() - i); j++) {
                    a.packRow(i + j, k, depth, stream, 0);
                    for (int d = 0; d < depth; d++) {
                        streams[d * COLUMNS + j] = stream[d];
                    }
                }
                for (int panel = 0; panel < panels; panel++) {
                    int at = i * stride + panel * LANES;
                    loops.multiply(lanes[panel], 0, packed, 0, depth, streams, 0, products, 0);
                    loops.add(products, sums, at, stride);
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
            lanes = new float[panels][DEPTH * LANES];
        }
    }
}
