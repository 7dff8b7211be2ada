package io.bitcycle.training.layer;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.GroupOperands;
import io.bitcycle.simulator.kernel.StencilKernel;
import io.bitcycle.simulator.kernel.SumBlocks;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.workload.ConvLowering;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.ConvViews;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.StridePhase;
import io.bitcycle.workload.WindowClasses;
import io.bitcycle.workload.WindowSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The backward-data pass of a convolution, where the weights' scale and offset vary along the depth (DESIGN section 2):
 * with S the largest scale, k[o] = rint(2^24 s[o] / S) and z[o] = rint(2^24 m[o] / S), the 64-bit integers
 * I = sum over o of (k sum(qE qW) + z sum(qE)) and J = sum over o of (k sum(qW) + z n) give S 2^-24 (sE I + mE J).
 *
 * <p>Each stride phase is one matrix operation. As in {@link OffsetCodes}, I is formed of error codes counted from their
 * zero, so that offsets cancel in integers.
 */
public final class QuantizedBackwardData {
    private final ConvShape shape;
    private final ConvLowering lowering;
    private final ConvViews views;
    private final AcceleratorSession session;
    private final Parallel parallel;

    public QuantizedBackwardData(String layer, ConvShape shape, int resultBits, AcceleratorSession session) {
        this.shape = shape;
        this.lowering = new ConvLowering(layer, shape, resultBits);
        this.views = session.views(shape);
        this.session = session;
        this.parallel = session.workers();
    }

    /** S, the largest of the weights' scales. */
    public static float largestScale(QuantizedTensor weight) {
        float largest = weight.scale(0);
        for (float scale : weight.scale()) {
            largest = Math.max(largest, scale);
        }
        return largest;
    }

    /** E x (s[o] / S), E [N, O, ...]: what carries the weights' per-channel scale when nothing is rescaled inside the array. */
    public static FloatTensor folded(FloatTensor error, QuantizedTensor weight, Parallel parallel) {
        float largest = largestScale(weight);
        float[] folded = new float[error.size()];
        int channels = error.dim(1);
        int plane = error.size() / (error.dim(0) * channels);
        parallel.forEach(error.dim(0), image -> {
            for (int o = 0; o < channels; o++) {
                float factor = weight.scale(o) / largest;
                int from = (image * channels + o) * plane;
                for (int i = from; i < from + plane; i++) {
                    folded[i] = error.data()[i] * factor;
                }
            }
        });
        return FloatTensor.of(folded, error.shape());
    }

    /**
     * The gradient by the input [N, C, H, W].
     *
     * @param error codes of the output's error [N, O, Ho, Wo]; with {@code folded}, of the error times s[o] / S
     * @throws ArithmeticException when 64 bits cannot hold the sums of these weights
     */
    public FloatTensor backwardData(QuantizedTensor error, QuantizedTensor weight, boolean folded) {
        int size = shape.batch() * shape.inChannels() * shape.height() * shape.width();
        return backwardData(error, weight, folded, new float[size]);
    }

    /** Whether every element of the gradient is written: with a stride, kernels may skip pixels. */
    static boolean writesAll(ConvShape shape) {
        return shape.stride() == 1;
    }

    /** @param room for the gradient, of zeros unless {@link #writesAll}; belongs to the result from now on */
    FloatTensor backwardData(QuantizedTensor error, QuantizedTensor weight, boolean folded, float[] room) {
        IntegerFormat aFormat = error.codes().format();
        IntegerFormat bFormat = weight.codes().format();
        OffsetCodes a = OffsetCodes.of(aFormat, session.accelerator().centre(aFormat), error.scale(0), error.offset(0));
        int bCentre = session.accelerator().centre(bFormat);
        WeightScaling scaling = WeightScaling.of(shape, weight, folded);
        scaling.requireSums(aFormat, bFormat);
        PaddedImages kernels = PaddedImages.of(weight.codes(), bCentre, 0, 0, 0, 0, parallel);
        FloatTensor gradient = FloatTensor.of(room, shape.batch(), shape.inChannels(), shape.height(), shape.width());
        if (scaling.varies() && !session.stepped() && scaling.fitsDouble(aFormat, bFormat, bCentre)) {
            for (MatrixOp op : lowering.backwardData(aFormat, bFormat, true)) {
                multiplyInBlocks(op, error, a, kernels, bCentre, weight, scaling, gradient);
            }
            return gradient;
        }
        BackwardDataSums sums = new BackwardDataSums(shape, session, error, a, weight, bCentre, kernels, scaling);
        for (MatrixOp op : lowering.backwardData(aFormat, bFormat, scaling.varies())) {
            StridePhase y = lowering.rowPhase(op.phase() / shape.stride());
            StridePhase x = lowering.colPhase(op.phase() % shape.stride());
            sums.multiply(op, y, x, gradient);
        }
        return gradient;
    }

    /** One phase, its sums turned into values block by block. */
    private void multiplyInBlocks(
            MatrixOp op,
            QuantizedTensor error,
            OffsetCodes a,
            PaddedImages kernels,
            int bCentre,
            QuantizedTensor weight,
            WeightScaling scaling,
            FloatTensor gradient) {
        StridePhase y = lowering.rowPhase(op.phase() / shape.stride());
        StridePhase x = lowering.colPhase(op.phase() % shape.stride());
        int[] frame = ConvViews.errorFrame(y, x, shape);
        PaddedImages errors = PaddedImages.of(
                error.codes(), a.centre(), frame[0], frame[1], frame[2], frame[3], parallel, session.spares());
        List<GroupOperands> groups = new ArrayList<>();
        for (int group = 0; group < shape.groups(); group++) {
            groups.add(new GroupOperands(
                    views.errorPatches(errors, y, x, group),
                    views.weightsTransposed(kernels, y, x, group),
                    scaling.scale(group),
                    () -> null));
        }
        int ownCentre = Stencils.centre(weight.codes().format());
        List<StencilKernel> stencils =
                scaling.fitsDouble(error.codes().format(), weight.codes().format(), ownCentre)
                        ? Stencils.backwardData(shape, errors, weight.codes(), scaling.scale(), parallel)
                        : List.of();
        boolean done = !stencils.isEmpty()
                && session.execute(op, groups, () -> {
                    List<SumBlocks> blocks = blocks(y, x, error, a, ownCentre, weight, scaling, gradient);
                    for (int group = 0; group < shape.groups(); group++) {
                        stencils.get(group).multiply(blocks.get(group), parallel);
                    }
                });
        if (!done) {
            session.multiply(op, groups, x.pixels(), blocks(y, x, error, a, bCentre, weight, scaling, gradient));
        }
        errors.giveTo(session.spares(), error.codes());
    }

    /** Per group, what turns sums of one phase into values. */
    private List<SumBlocks> blocks(
            StridePhase y,
            StridePhase x,
            QuantizedTensor error,
            OffsetCodes a,
            int bCentre,
            QuantizedTensor weight,
            WeightScaling scaling,
            FloatTensor gradient) {
        WindowClasses rows = WindowClasses.of(y.windows(shape.outHeight()));
        WindowClasses cols = WindowClasses.of(x.windows(shape.outWidth()));
        List<SumBlocks> blocks = new ArrayList<>();
        for (int group = 0; group < shape.groups(); group++) {
            double[] edgeWeights = Arrays.stream(scaling.errorWeights(group, bCentre))
                    .asDoubleStream()
                    .toArray();
            blocks.add(new BackwardDataBlocks(
                    shape,
                    group,
                    y,
                    x,
                    a,
                    scaling.unit(),
                    WindowSums.backward(y, x)
                            .of(error.codes(), group * shape.groupOutChannels(), edgeWeights, a.centre(), parallel),
                    rows,
                    cols,
                    scaling.weightSums(weight, group, y, x, rows, cols, parallel),
                    gradient.data()));
        }
        return blocks;
    }
}
