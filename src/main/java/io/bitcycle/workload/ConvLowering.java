package io.bitcycle.workload;

import io.bitcycle.numeric.IntegerFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Lowers a convolution to the matrix products of its three training passes (table of DESIGN section 1), with the work that
 * offset codes cause at the array's edge.
 *
 * <p>Edge additions per group: every in-bounds tap of A once (sums of A's codes), every weight or error once per distinct
 * window of in-bounds taps (sums of B's codes), and two per output to take the code offsets out of the sum; none where codes
 * have no offsets.
 */
public final class ConvLowering implements Lowering {
    static final int CORRECTIONS_PER_OUTPUT = 2;

    private final String layer;
    private final ConvShape shape;
    private final int resultBits;

    /** @param resultBits width at which finished sums leave the output buffer, 0 for accumulator width */
    public ConvLowering(String layer, ConvShape shape, int resultBits) {
        this.layer = layer;
        this.shape = shape;
        this.resultBits = resultBits;
    }

    @Override
    public MatrixOp forward(IntegerFormat activation, IntegerFormat weight) {
        Window[] rows = rowTaps();
        Window[] cols = colTaps();
        int channels = shape.groupInChannels();
        int outputs = shape.groupOutChannels();
        long m = positions();
        int taps = shape.kernelHeight() * shape.kernelWidth();
        long aSums = (long) shape.batch() * channels * Window.total(rows) * Window.total(cols);
        long bSums = (long) channels * outputs * Window.totalDistinct(rows) * Window.totalDistinct(cols);
        return new MatrixOp(
                layer,
                TrainingPass.FORWARD,
                0,
                shape.groups(),
                m,
                (long) channels * taps,
                outputs,
                blocks(taps),
                activation,
                weight,
                groupInputs(),
                groupWeights(),
                edgeAdds(activation, weight, aSums + bSums, m * outputs),
                0,
                resultBits);
    }

    /** The parts of the depth that an array may walk one after the other. */
    private int blocks(int taps) {
        return shape.flattened() ? 1 : taps;
    }

    private static long edgeAdds(IntegerFormat a, IntegerFormat b, long sums, long results) {
        return EdgePlan.isNeeded(a, b) ? sums + CORRECTIONS_PER_OUTPUT * results : 0;
    }

    /** One op per stride phase that has pixels and taps, row phase major. */
    @Override
    public List<MatrixOp> backwardData(IntegerFormat error, IntegerFormat weight, boolean perChannelScales) {
        List<MatrixOp> ops = new ArrayList<>();
        for (int py = 0; py < shape.stride(); py++) {
            for (int px = 0; px < shape.stride(); px++) {
                StridePhase y = rowPhase(py);
                StridePhase x = colPhase(px);
                if (!y.isEmpty() && !x.isEmpty()) {
                    ops.add(backwardData(y, x, error, weight, perChannelScales));
                }
            }
        }
        return ops;
    }

    private MatrixOp backwardData(
            StridePhase y, StridePhase x, IntegerFormat error, IntegerFormat weight, boolean perChannelScales) {
        Window[] rows = y.windows(shape.outHeight());
        Window[] cols = x.windows(shape.outWidth());
        int outputs = shape.groupOutChannels();
        int channels = shape.groupInChannels();
        long m = (long) shape.batch() * y.pixels() * x.pixels();
        int taps = y.taps() * x.taps();
        long aSums = (long) shape.batch() * outputs * Window.total(rows) * Window.total(cols);
        long bSums = (long) channels * outputs * Window.totalDistinct(rows) * Window.totalDistinct(cols);
        return new MatrixOp(
                layer,
                TrainingPass.BACKWARD_DATA,
                y.phase() * shape.stride() + x.phase(),
                shape.groups(),
                m,
                (long) outputs * taps,
                channels,
                blocks(taps),
                error,
                weight,
                groupOutputs(),
                (long) outputs * channels * taps,
                edgeAdds(error, weight, aSums + bSums, m * channels),
                perChannelScales ? outputs : 0,
                resultBits);
    }

    @Override
    public MatrixOp backwardWeight(IntegerFormat activation, IntegerFormat error) {
        int channels = shape.groupInChannels();
        int outputs = shape.groupOutChannels();
        int taps = shape.kernelHeight() * shape.kernelWidth();
        long m = (long) channels * taps;
        Window[] rows = rowPositions();
        Window[] cols = colPositions();
        long aSums = (long) shape.batch() * channels * Window.total(rows) * Window.total(cols);
        long bSums = (long) shape.batch() * outputs * Window.totalDistinct(rows) * Window.totalDistinct(cols);
        return new MatrixOp(
                layer,
                TrainingPass.BACKWARD_WEIGHT,
                0,
                shape.groups(),
                m,
                positions(),
                outputs,
                1,
                activation,
                error,
                groupInputs(),
                groupOutputs(),
                edgeAdds(activation, error, aSums + bSums, m * outputs),
                0,
                resultBits);
    }

    /** In-bounds kernel rows per output row. */
    public Window[] rowTaps() {
        return Window.taps(shape.outHeight(), shape.kernelHeight(), shape.stride(), shape.padding(), shape.height());
    }

    /** In-bounds kernel columns per output column. */
    public Window[] colTaps() {
        return Window.taps(shape.outWidth(), shape.kernelWidth(), shape.stride(), shape.padding(), shape.width());
    }

    /** Output rows that meet a pixel per kernel row. */
    public Window[] rowPositions() {
        return Window.positions(
                shape.outHeight(), shape.kernelHeight(), shape.stride(), shape.padding(), shape.height());
    }

    /** Output columns that meet a pixel per kernel column. */
    public Window[] colPositions() {
        return Window.positions(shape.outWidth(), shape.kernelWidth(), shape.stride(), shape.padding(), shape.width());
    }

    public StridePhase rowPhase(int phase) {
        return StridePhase.of(phase, shape.height(), shape.kernelHeight(), shape.stride(), shape.padding());
    }

    public StridePhase colPhase(int phase) {
        return StridePhase.of(phase, shape.width(), shape.kernelWidth(), shape.stride(), shape.padding());
    }

    private long positions() {
        return (long) shape.batch() * shape.outHeight() * shape.outWidth();
    }

    private long groupInputs() {
        return (long) shape.batch() * shape.groupInChannels() * shape.height() * shape.width();
    }

    private long groupOutputs() {
        return positions() * shape.groupOutChannels();
    }

    private long groupWeights() {
        return (long) shape.groupOutChannels() * shape.groupInChannels() * shape.kernelHeight() * shape.kernelWidth();
    }
}
