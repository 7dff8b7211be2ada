package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Alignment;
import io.bitcycle.numeric.loops.ProductLoops;
import io.bitcycle.tensor.CodeMatrix;
import io.bitcycle.tensor.OffsetMatrix;
import java.util.Arrays;

/** One thread's part of a product of great depth: all its outputs, over some of the depth. */
final class DeepPanel {
    static final LocalPanels<DeepPanel> LOCAL = new LocalPanels<>(DeepPanel::new);

    private final ProductLoops loops;
    private final int width;
    private final int columns;
    private final int[] packed;
    private final float[] stream;
    private final float[] streams;
    private final float[] products;
    private float[][] lanes = new float[0][];
    private double[] sums = new double[0];

    private DeepPanel(ProductLoops loops) {
        int depth = Panel.depth(loops);
        this.loops = loops;
        this.width = loops.lanes();
        this.columns = loops.columns();
        this.packed = OffsetMatrix.steps(depth, width);
        this.stream = new float[depth];
        this.streams = new float[depth * columns];
        this.products = new float[Alignment.FLOATS + width * columns];
    }

    /**
     * The product over the depth [from, to), valid until the next call.
     *
     * @param b the right-hand operand, transposed
     * @param run depth at a time, {@link Panel#depth} at most
     * @return row i of a and row j of b at {@code i * stride + j}, the stride being the rows of b in whole panels
     */
    double[] multiply(CodeMatrix a, CodeMatrix b, int from, int to, int run) {
        int stride = Columns.padded(b.rows(), width);
        int panels = stride / width;
        clear(Columns.padded(a.rows(), columns) * stride, panels);
        for (int k = from; k < to; k += run) {
            int depth = Math.min(run, to - k);
            for (int panel = 0; panel < panels; panel++) {
                int lane = panel * width;
                b.packLanes(lane, Math.min(width, b.rows() - lane), k, depth, width, lanes[panel], Alignment.FLOATS);
            }
            for (int i = 0; i < a.rows(); i += columns) {
                for (int j = 0; j < Math.min(columns, a.rows() - i); j++) {
                    a.packRow(i + j, k, depth, stream, 0);
                    for (int d = 0; d < depth; d++) {
                        streams[d * columns + j] = stream[d];
                    }
                }
                for (int panel = 0; panel < panels; panel++) {
                    int at = i * stride + panel * width;
                    loops.multiply(
                            lanes[panel], Alignment.FLOATS, packed, 0, depth, streams, 0, products, Alignment.FLOATS);
                    loops.add(products, Alignment.FLOATS, sums, at, stride);
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
            lanes = new float[panels][Alignment.FLOATS + stream.length * width];
        }
    }
}
