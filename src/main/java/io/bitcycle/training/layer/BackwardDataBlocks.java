package io.bitcycle.training.layer;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.simulator.kernel.SumBlocks;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.StridePhase;
import io.bitcycle.workload.WindowClasses;

/**
 * Turns the array's rescaled sums of one group and phase of a backward-data pass into values while they are hot. All
 * integers of {@link QuantizedBackwardData} are in binary64 here, within 2^53.
 */
final class BackwardDataBlocks implements SumBlocks {
    private final ConvShape shape;
    private final int group;
    private final StridePhase y;
    private final StridePhase x;
    private final OffsetCodes error;
    private final float unit;
    private final double[] edgeSums;
    /** By class of rows, then input channel, then column. */
    private final Loops.Addends addends;

    private final float[] gradient;

    /**
     * @param unit value of one step of the result
     * @param edgeSums at the array's edge, [N, pixels of y, pixels of x]
     * @param rows windows of the phase's rows
     * @param cols windows of its columns
     * @param weightSums J per distinct pair of windows: [windows][C/g]
     * @param gradient [N, C, H, W]
     */
    BackwardDataBlocks(
            ConvShape shape,
            int group,
            StridePhase y,
            StridePhase x,
            OffsetCodes error,
            float unit,
            double[] edgeSums,
            WindowClasses rows,
            WindowClasses cols,
            long[][] weightSums,
            float[] gradient) {
        this.shape = shape;
        this.group = group;
        this.y = y;
        this.x = x;
        this.error = error;
        this.unit = unit;
        this.edgeSums = edgeSums;
        this.gradient = gradient;
        int channels = shape.groupInChannels();
        int width = x.pixels();
        double[] shift = new double[rows.count() * channels * width];
        float[] rest = new float[shift.length];
        this.addends = new Loops.Addends(shift, rest, rows.starts(channels * width));
        long toZero = error.centre() - error.zero();
        for (int row = 0; row < rows.count(); row++) {
            for (int j = 0; j < width; j++) {
                long[] sums = weightSums[row * cols.count() + cols.index()[j]];
                for (int c = 0; c < channels; c++) {
                    int to = (row * channels + c) * width + j;
                    shift[to] = toZero * sums[c];
                    rest[to] = error.rest() * sums[c];
                }
            }
        }
    }

    @Override
    public void accept(int row, int count, double[] sums, int at, int stride, int pitch) {
        int channels = shape.groupInChannels();
        int width = x.pixels();
        int height = y.pixels();
        int plane = shape.height() * shape.width();
        if (plane == 1) {
            acceptRows(row, count, sums, at, stride, pitch);
            return;
        }
        Loops loops = Loops.best();
        float[] line = shape.stride() == 1 ? null : new float[width];
        boolean whole = line == null && width == shape.width(); // so rows follow one another
        for (int c = 0; c < channels; c++) {
            for (int r = 0, some; r < count; r += some * width) {
                int image = (row + r) / (height * width);
                int i = (row + r) / width % height;
                some = whole ? Math.min(height - i, (count - r) / width) : 1;
                int to = (image * shape.inChannels() + group * channels + c) * plane
                        + (y.firstPixel() + i * shape.stride()) * shape.width()
                        + x.firstPixel();
                loops.dequantizeRescaled(
                        sums,
                        at + c * stride + r / width * pitch,
                        pitch,
                        edgeSums,
                        row + r,
                        addends,
                        i,
                        c * width,
                        error.scale(),
                        unit,
                        line == null ? gradient : line,
                        line == null ? to : 0,
                        width,
                        some);
                for (int j = 0; line != null && j < width; j++) {
                    gradient[to + j * shape.stride()] = line[j];
                }
            }
        }
    }

    /** The same for images of one pixel, whose channels lie next to each other: a matrix. */
    private void acceptRows(int row, int count, double[] sums, int at, int stride, int pitch) {
        int channels = shape.groupInChannels();
        double[] shift = addends.shift();
        float[] rest = addends.rest();
        float scale = error.scale();
        for (int first = 0; first < channels; first += ForwardBlocks.TOGETHER) {
            int some = Math.min(ForwardBlocks.TOGETHER, channels - first);
            for (int r = 0; r < count; r++) {
                double edgeSum = edgeSums[row + r];
                int from = at + first * stride + r * pitch;
                int to = (row + r) * shape.inChannels() + group * channels + first;
                for (int i = 0; i < some; i++) {
                    double product = sums[from + i * stride] + edgeSum + shift[first + i];
                    gradient[to + i] = unit * (scale * (float) product + rest[first + i]);
                }
            }
        }
    }
}
