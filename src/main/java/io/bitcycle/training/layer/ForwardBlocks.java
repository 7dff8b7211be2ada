package io.bitcycle.training.layer;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.simulator.kernel.SumBlocks;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.Window;
import io.bitcycle.workload.WindowClasses;

/**
 * Turns the array's sums of one group of a forward pass into values while they are hot: {@link OffsetCodes#value} of the
 * {@link OffsetCodes#product}, with all that depends only on the output channel and the window worked out once.
 */
final class ForwardBlocks implements SumBlocks {
    /** Outputs of a matrix that are written row by row at once: their sums, which lie by column, stay in the first-level cache. */
    static final int TOGETHER = 64;

    private final ConvShape shape;
    private final int group;
    private final OffsetCodes a;
    private final OffsetCodes[] b;
    private final double[] inputSums;
    /** Those counted from the input's zero, where sums were accepted. */
    private final float[] inputValues;

    private final double[][] zeros;
    private final WindowClasses rows;
    /** By class of rows, then output channel, then column. */
    private final Loops.Addends addends;

    private final float[] output;

    /**
     * @param b per output channel of the layer
     * @param inputSums sums of the input's codes per window, [N, Ho, Wo]
     * @param weightSums sums of the group's weight codes per pair of windows: [windows][O/g]
     * @param inputValues room for as many values as input sums
     * @param output [N, O, Ho, Wo]
     */
    ForwardBlocks(
            ConvShape shape,
            int group,
            OffsetCodes a,
            OffsetCodes[] b,
            double[] inputSums,
            WindowClasses rows,
            WindowClasses cols,
            long[][] weightSums,
            float[] inputValues,
            float[] output) {
        this.shape = shape;
        this.group = group;
        this.a = a;
        this.b = b;
        this.inputSums = inputSums;
        this.rows = rows;
        this.output = output;
        this.inputValues = inputValues;
        this.zeros = zeros(cols);
        int outputs = shape.groupOutChannels();
        int width = shape.outWidth();
        double[] shift = new double[rows.count() * outputs * width];
        float[] rest = new float[shift.length];
        this.addends = new Loops.Addends(shift, rest, rows.starts(outputs * width));
        for (int row = 0; row < rows.count(); row++) {
            for (int x = 0; x < width; x++) {
                long[] window = weightSums[row * cols.count() + cols.index()[x]];
                long terms = terms(rows.distinct().get(row), cols, x);
                for (int o = 0; o < outputs; o++) {
                    OffsetCodes channel = b[group * outputs + o];
                    int to = (row * outputs + o) * width + x;
                    shift[to] = OffsetCodes.product(0, a, 0, channel, window[o], terms);
                    rest[to] = OffsetCodes.rest(a, channel, channel.fromZero(window[o], terms), terms);
                }
            }
        }
    }

    private long terms(Window row, WindowClasses cols, int x) {
        return (long) shape.groupInChannels()
                * row.size()
                * cols.distinct().get(cols.index()[x]).size();
    }

    /** What turns the input's sums of a row into those of codes counted from zero, per class of rows. */
    private double[][] zeros(WindowClasses cols) {
        double[][] all = new double[rows.count()][shape.outWidth()];
        for (int row = 0; row < rows.count(); row++) {
            for (int x = 0; x < shape.outWidth(); x++) {
                all[row][x] = a.fromZero(0, terms(rows.distinct().get(row), cols, x));
            }
        }
        return all;
    }

    /** Counts the input's sums from its zero, for rows of windows that no other call has. */
    private void countFromZero(int row, int count) {
        int width = shape.outWidth();
        for (int first = row; first < row + count; first += width) {
            double[] zero = zeros[rows.index()[first / width % shape.outHeight()]];
            for (int x = 0; x < width; x++) {
                inputValues[first + x] = (float) (inputSums[first + x] + zero[x]);
            }
        }
    }

    @Override
    public void accept(int row, int count, double[] sums, int at, int stride, int pitch) {
        int outputs = shape.groupOutChannels();
        int width = shape.outWidth();
        int plane = shape.outHeight() * width;
        countFromZero(row, count);
        if (plane == 1) {
            acceptRows(row, count, sums, at, stride, pitch);
            return;
        }
        Loops loops = Loops.best();
        for (int o = 0; o < outputs; o++) {
            OffsetCodes channel = b[group * outputs + o];
            float p = a.scale() * channel.scale();
            float q = a.scale() * channel.rest();
            double factor = channel.centre() - channel.zero();
            for (int r = 0, some; r < count; r += some * width) {
                int image = (row + r) / plane;
                int y = (row + r) % plane / width;
                some = Math.min(shape.outHeight() - y, (count - r) / width);
                loops.dequantize(
                        sums,
                        at + o * stride + r / width * pitch,
                        pitch,
                        inputSums,
                        inputValues,
                        row + r,
                        factor,
                        addends,
                        y,
                        o * width,
                        p,
                        q,
                        output,
                        (image * shape.outChannels() + group * outputs + o) * plane + y * width,
                        width,
                        some);
            }
        }
    }

    /** The same for images of one pixel, whose outputs lie next to each other: a matrix. */
    private void acceptRows(int row, int count, double[] sums, int at, int stride, int pitch) {
        int outputs = shape.groupOutChannels();
        double[] shift = addends.shift();
        float[] rest = addends.rest();
        double[] factor = new double[TOGETHER];
        float[] p = new float[TOGETHER];
        float[] q = new float[TOGETHER];
        for (int first = 0; first < outputs; first += TOGETHER) {
            int some = Math.min(TOGETHER, outputs - first);
            for (int i = 0; i < some; i++) {
                OffsetCodes channel = b[group * outputs + first + i];
                factor[i] = channel.centre() - channel.zero();
                p[i] = a.scale() * channel.scale();
                q[i] = a.scale() * channel.rest();
            }
            for (int r = 0; r < count; r++) {
                double inputSum = inputSums[row + r];
                float inputValue = inputValues[row + r];
                int from = at + first * stride + r * pitch;
                int to = (row + r) * shape.outChannels() + group * outputs + first;
                for (int i = 0; i < some; i++) {
                    double product = sums[from + i * stride] + factor[i] * inputSum + shift[first + i];
                    output[to + i] = (p[i] * (float) product + q[i] * inputValue) + rest[first + i];
                }
            }
        }
    }
}
