package io.bitcycle.training.layer;

import io.bitcycle.simulator.kernel.SumBlocks;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.WindowClasses;

/**
 * Keeps the sums of code x code of one group of a forward pass, for observers.
 *
 * @param b per output channel of the layer
 * @param inputSums sums of the input's codes per window, [N, Ho, Wo]
 * @param weightSums sums of the group's weight codes per pair of windows: [windows][O/g]
 * @param products [N, O, Ho, Wo], written
 */
record CodeProductBlocks(
        ConvShape shape,
        int group,
        OffsetCodes a,
        OffsetCodes[] b,
        double[] inputSums,
        WindowClasses rows,
        WindowClasses cols,
        long[][] weightSums,
        long[] products)
        implements SumBlocks {
    @Override
    public void accept(int row, int count, double[] sums, int at, int stride, int pitch) {
        int outputs = shape.groupOutChannels();
        int width = shape.outWidth();
        int plane = shape.outHeight() * width;
        for (int r = 0; r < count; r++) {
            int image = (row + r) / plane;
            int pixel = (row + r) % plane;
            int rowClass = rows.index()[pixel / width];
            int colClass = cols.index()[pixel % width];
            long terms = (long) shape.groupInChannels()
                    * rows.distinct().get(rowClass).size()
                    * cols.distinct().get(colClass).size();
            int from = at + r / width * pitch + r % width;
            long[] window = weightSums[rowClass * cols.count() + colClass];
            for (int o = 0; o < outputs; o++) {
                int channel = group * outputs + o;
                products[(image * shape.outChannels() + channel) * plane + pixel] = OffsetCodes.codeProduct(
                        (long) sums[from + o * stride], a, (long) inputSums[row + r], b[channel], window[o], terms);
            }
        }
    }
}
