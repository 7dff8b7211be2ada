package io.bitcycle.training.layer;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.GroupOperands;
import io.bitcycle.simulator.kernel.StencilKernel;
import io.bitcycle.simulator.kernel.SumBlocks;
import io.bitcycle.tensor.CodeTaker;
import io.bitcycle.tensor.CodeTensor;
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
    /** The error in its frame, where it was prepared as it was quantized. */
    private PreparedCodes prepared;

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

    /** Whether every element of the gradient is written: kernels smaller than their stride skip pixels. */
    static boolean writesAll(ConvShape shape) {
        return shape.stride() <= Math.min(shape.kernelHeight(), shape.kernelWidth());
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
        if (multipliesInBlocks(scaling, aFormat, bFormat)) {
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

    /** Whether sums are turned into values block by block. */
    private boolean multipliesInBlocks(WeightScaling scaling, IntegerFormat error, IntegerFormat weight) {
        return scaling.varies()
                && !session.stepped()
                && scaling.fitsDouble(error, weight, session.accelerator().centre(weight));
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
        PreparedCodes codes = takePrepared(error.codes(), a.centre(), y, x);
        PaddedImages errors = codes.framed();
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
                    List<SumBlocks> blocks = blocks(y, x, codes, a, ownCentre, weight, scaling, gradient);
                    for (int group = 0; group < shape.groups(); group++) {
                        stencils.get(group).multiply(blocks.get(group), parallel);
                    }
                });
        if (!done) {
            session.multiply(op, groups, x.pixels(), blocks(y, x, codes, a, bCentre, weight, scaling, gradient));
        }
        codes.giveTo(session.spares());
    }

    /**
     * Takes the error's codes, and prepares each image for this pass while it is hot, where the pass is one product whose sums are turned into
     * values block by block.
     *
     * @param format of the codes
     */
    CodeTaker error(IntegerFormat format, QuantizedTensor weight) {
        WeightScaling scaling = WeightScaling.of(shape, weight, false);
        boolean suits = multipliesInBlocks(scaling, format, weight.codes().format())
                && shape.stride() == 1
                && shape.outHeight() * shape.outWidth() > 1;
        return suits
                ? new CodeTaker(session.spares(), codes -> prepare(codes, weight, scaling)::take)
                : CodeTaker.in(session.spares());
    }

    private PreparedCodes prepare(CodeTensor codes, QuantizedTensor weight, WeightScaling scaling) {
        StridePhase y = lowering.rowPhase(0);
        StridePhase x = lowering.colPhase(0);
        int centre = session.accelerator().centre(codes.format());
        int weightCentre = preparedCentre(weight);
        WindowSums windows = WindowSums.backward(y, x);
        List<WindowSums.ByImage> sums = new ArrayList<>();
        for (int group = 0; group < shape.groups(); group++) {
            double[] weights = edgeWeights(scaling, group, weightCentre);
            double[] room = PreparedCodes.room(windows, codes, shape, session.spares());
            sums.add(windows.byImage(codes, group * shape.groupOutChannels(), weights, centre, room));
        }
        int[] frame = ConvViews.errorFrame(y, x, shape);
        PaddedImages blank =
                PaddedImages.blank(codes, centre, frame[0], frame[1], frame[2], frame[3], session.spares());
        prepared = new PreparedCodes(codes, centre, blank, sums);
        return prepared;
    }

    /** What prepared sums take the weights' codes to be counted from: what the fastest way will. */
    private int preparedCentre(QuantizedTensor weight) {
        IntegerFormat format = weight.codes().format();
        return Stencils.suit(shape)
                ? Stencils.centre(format)
                : session.accelerator().centre(format);
    }

    /** What was prepared of these codes, or else, without sums, is prepared now. */
    private PreparedCodes takePrepared(CodeTensor codes, int centre, StridePhase y, StridePhase x) {
        PreparedCodes taken = prepared;
        prepared = null;
        if (taken != null && taken.isOf(codes, centre)) {
            return taken;
        }
        int[] frame = ConvViews.errorFrame(y, x, shape);
        PaddedImages framed =
                PaddedImages.of(codes, centre, frame[0], frame[1], frame[2], frame[3], parallel, session.spares());
        return new PreparedCodes(codes, centre, framed, List.of());
    }

    private static double[] edgeWeights(WeightScaling scaling, int group, int bCentre) {
        return Arrays.stream(scaling.errorWeights(group, bCentre))
                .asDoubleStream()
                .toArray();
    }

    /** Per group, what turns sums of one phase into values. */
    private List<SumBlocks> blocks(
            StridePhase y,
            StridePhase x,
            PreparedCodes error,
            OffsetCodes a,
            int bCentre,
            QuantizedTensor weight,
            WeightScaling scaling,
            FloatTensor gradient) {
        WindowClasses rows = WindowClasses.of(y.windows(shape.outHeight()));
        WindowClasses cols = WindowClasses.of(x.windows(shape.outWidth()));
        List<SumBlocks> blocks = new ArrayList<>();
        for (int group = 0; group < shape.groups(); group++) {
            double[] edgeSums = error.sums().isEmpty() || preparedCentre(weight) != bCentre
                    ? WindowSums.backward(y, x)
                            .of(
                                    error.codes(),
                                    group * shape.groupOutChannels(),
                                    edgeWeights(scaling, group, bCentre),
                                    a.centre(),
                                    parallel)
                    : error.sums().get(group).sums();
            blocks.add(new BackwardDataBlocks(
                    shape,
                    group,
                    y,
                    x,
                    a,
                    scaling.unit(),
                    edgeSums,
                    rows,
                    cols,
                    scaling.weightSums(weight, group, y, x, rows, cols, parallel),
                    gradient.data()));
        }
        return blocks;
    }
}
