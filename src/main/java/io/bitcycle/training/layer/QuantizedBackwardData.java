package io.bitcycle.training.layer;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.GroupOperands;
import io.bitcycle.simulator.kernel.SumBlocks;
import io.bitcycle.simulator.kernel.WinogradKernel;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.workload.CodeSums;
import io.bitcycle.workload.ConvLowering;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.ConvViews;
import io.bitcycle.workload.EdgePlan;
import io.bitcycle.workload.EdgeSums;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.StridePhase;
import io.bitcycle.workload.Window;
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
    private static final int FRACTION_BITS = 24;
    private static final float FRACTION = 0x1p-24f;

    private final ConvShape shape;
    private final ConvLowering lowering;
    private final ConvViews views;
    private final AcceleratorSession session;
    private final Parallel parallel;

    public QuantizedBackwardData(String layer, ConvShape shape, int resultBits, AcceleratorSession session) {
        this.shape = shape;
        this.lowering = new ConvLowering(layer, shape, resultBits);
        this.views = new ConvViews(shape);
        this.session = session;
        this.parallel = session.workers();
    }

    /** Integer scale and offset per output channel. */
    private record Scaling(float largest, long[] scale, long[] offset, boolean varies) {
        /** @param folded whether errors already carry s[o] / S, which leaves k = 2^24 and z = rint(2^24 m[o] / s[o]) */
        static Scaling of(QuantizedTensor weight, boolean folded) {
            int channels = weight.codes().dim(0);
            float largest = largestScale(weight);
            long[] scale = new long[channels];
            long[] offset = new long[channels];
            for (int o = 0; o < channels; o++) {
                double unit = folded ? weight.scale(o) : largest;
                scale[o] = (long) Math.rint(0x1p24 * (folded ? 1 : weight.scale(o) / unit));
                offset[o] = (long) Math.rint(0x1p24 * (weight.offset(o) / unit));
            }
            return new Scaling(largest, scale, offset, !folded && weight.scale().length > 1);
        }
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
        Scaling scaling = Scaling.of(weight, folded);
        requireSums(scaling, aFormat, bFormat);
        PaddedImages kernels = PaddedImages.of(weight.codes(), bCentre, 0, 0, 0, 0, parallel);
        FloatTensor gradient = FloatTensor.of(room, shape.batch(), shape.inChannels(), shape.height(), shape.width());
        if (scaling.varies() && !session.stepped() && fitsDouble(scaling, aFormat, bFormat, bCentre)) {
            for (MatrixOp op : lowering.backwardData(aFormat, bFormat, true)) {
                multiplyInBlocks(op, error, a, kernels, bCentre, weight, scaling, gradient);
            }
            return gradient;
        }
        List<long[]> edgeSums = edgeSums(error, a, bCentre, scaling);
        for (MatrixOp op : lowering.backwardData(aFormat, bFormat, scaling.varies())) {
            StridePhase y = lowering.rowPhase(op.phase() / shape.stride());
            StridePhase x = lowering.colPhase(op.phase() % shape.stride());
            AcceleratorSession.Result result = arraySums(op, y, x, error, a.centre(), bCentre, kernels, scaling);
            for (int group = 0; group < shape.groups(); group++) {
                write(gradient, result, edgeSums.get(group), group, y, x, a, weight, scaling);
            }
        }
        return gradient;
    }

    /** Per group, sum over o of k[o] sum of (qE - centre) (qW - centre), as the array forms it: [pixels, C/g]. */
    private AcceleratorSession.Result arraySums(
            MatrixOp op,
            StridePhase y,
            StridePhase x,
            QuantizedTensor error,
            int aCentre,
            int bCentre,
            PaddedImages kernels,
            Scaling scaling) {
        int[] frame = ConvViews.errorFrame(y, x, shape);
        PaddedImages errors = PaddedImages.of(error.codes(), aCentre, frame[0], frame[1], frame[2], frame[3], parallel);
        List<GroupOperands> groups = new ArrayList<>();
        for (int group = 0; group < shape.groups(); group++) {
            int each = group;
            groups.add(new GroupOperands(
                    views.errorPatches(errors, y, x, group),
                    views.weightsTransposed(kernels, y, x, group),
                    scaling.varies() ? groupOf(scaling.scale(), group) : null,
                    () -> EdgePlan.isNeeded(op.a(), op.b()) ? edgePlan(y, x, each, bCentre, scaling) : null));
        }
        AcceleratorSession.Result result = session.multiply(op, groups);
        for (int group = 0; !scaling.varies() && group < groups.size(); group++) {
            long[] sums = result.sums()[group];
            for (int i = 0; i < sums.length; i++) {
                sums[i] <<= FRACTION_BITS;
            }
        }
        return result;
    }

    /** The edge weights codes of errors by k[o] centreW + z[o] and codes of weights by k[o]. */
    private EdgePlan edgePlan(StridePhase y, StridePhase x, int group, int bCentre, Scaling scaling) {
        return EdgePlan.windows(
                shape.batch(),
                WindowClasses.of(y.windows(shape.outHeight())),
                WindowClasses.of(x.windows(shape.outWidth())),
                shape.groupOutChannels(),
                y.taps(),
                x.taps(),
                perTap(errorWeights(scaling, group, bCentre), y, x),
                perTap(groupOf(scaling.scale(), group), y, x));
    }

    private static long[] perTap(long[] perChannel, StridePhase y, StridePhase x) {
        int taps = y.taps() * x.taps();
        long[] all = new long[perChannel.length * taps];
        Arrays.setAll(all, k -> perChannel[k / taps]);
        return all;
    }

    private long[] errorWeights(Scaling scaling, int group, int bCentre) {
        long[] scale = groupOf(scaling.scale(), group);
        long[] weights = groupOf(scaling.offset(), group);
        for (int o = 0; o < weights.length; o++) {
            weights[o] += scale[o] * bCentre;
        }
        return weights;
    }

    /** One phase, its sums turned into values block by block. */
    private void multiplyInBlocks(
            MatrixOp op,
            QuantizedTensor error,
            OffsetCodes a,
            PaddedImages kernels,
            int bCentre,
            QuantizedTensor weight,
            Scaling scaling,
            FloatTensor gradient) {
        StridePhase y = lowering.rowPhase(op.phase() / shape.stride());
        StridePhase x = lowering.colPhase(op.phase() % shape.stride());
        int[] frame = ConvViews.errorFrame(y, x, shape);
        PaddedImages errors =
                PaddedImages.of(error.codes(), a.centre(), frame[0], frame[1], frame[2], frame[3], parallel);
        List<GroupOperands> groups = new ArrayList<>();
        for (int group = 0; group < shape.groups(); group++) {
            groups.add(new GroupOperands(
                    views.errorPatches(errors, y, x, group),
                    views.weightsTransposed(kernels, y, x, group),
                    groupOf(scaling.scale(), group),
                    () -> null));
        }
        int ownCentre = Stencils.centre(weight.codes().format());
        List<WinogradKernel> stencils =
                fitsDouble(scaling, error.codes().format(), weight.codes().format(), ownCentre)
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
    }

    /** Per group, what turns sums of one phase into values. */
    private List<SumBlocks> blocks(
            StridePhase y,
            StridePhase x,
            QuantizedTensor error,
            OffsetCodes a,
            int bCentre,
            QuantizedTensor weight,
            Scaling scaling,
            FloatTensor gradient) {
        WindowClasses rows = WindowClasses.of(y.windows(shape.outHeight()));
        WindowClasses cols = WindowClasses.of(x.windows(shape.outWidth()));
        List<SumBlocks> blocks = new ArrayList<>();
        for (int group = 0; group < shape.groups(); group++) {
            double[] edgeWeights = Arrays.stream(errorWeights(scaling, group, bCentre))
                    .asDoubleStream()
                    .toArray();
            blocks.add(new BackwardDataBlocks(
                    shape,
                    group,
                    y,
                    x,
                    a,
                    scaling.largest() * FRACTION,
                    WindowSums.backward(y, x)
                            .of(error.codes(), group * shape.groupOutChannels(), edgeWeights, a.centre(), parallel),
                    rows,
                    cols,
                    weightSums(weight, group, y, x, rows, cols, scaling),
                    gradient.data()));
        }
        return blocks;
    }

    /** Whether every sum that {@link BackwardDataBlocks} forms on the way stays within 2^53. */
    private boolean fitsDouble(Scaling scaling, IntegerFormat error, IntegerFormat weight, int bCentre) {
        double most = 0;
        for (int group = 0; group < shape.groups(); group++) {
            double products = 0;
            double atCentre = 0;
            double values = 0;
            long[] scale = groupOf(scaling.scale(), group);
            long[] offset = groupOf(scaling.offset(), group);
            for (int o = 0; o < scale.length; o++) {
                products += (double) scale[o]
                        * Math.max(Math.abs(weight.max() - bCentre), Math.abs(weight.min() - bCentre));
                atCentre += Math.abs((double) scale[o] * bCentre + offset[o]);
                values += Math.max(
                        Math.abs((double) scale[o] * weight.max() + offset[o]),
                        Math.abs((double) scale[o] * weight.min() + offset[o]));
            }
            most = Math.max(most, Math.max(products, Math.max(atCentre, values)));
        }
        double terms = (double) shape.kernelHeight() * shape.kernelWidth() * (1L << error.bits());
        return most * terms <= 0x1p53;
    }

    /** Per group, sum over o of (k[o] centreW + z[o]) (qE - centreE) at each output position: [N, Ho, Wo]. */
    private List<long[]> edgeSums(QuantizedTensor error, OffsetCodes a, int bCentre, Scaling scaling) {
        List<long[]> sums = new ArrayList<>();
        for (int group = 0; group < shape.groups(); group++) {
            sums.add(CodeSums.overChannels(
                    error.codes(),
                    group * shape.groupOutChannels(),
                    errorWeights(scaling, group, bCentre),
                    a.centre(),
                    parallel));
        }
        return sums;
    }

    private void write(
            FloatTensor gradient,
            AcceleratorSession.Result result,
            long[] edgeSums,
            int group,
            StridePhase y,
            StridePhase x,
            OffsetCodes a,
            QuantizedTensor weight,
            Scaling scaling) {
        WindowClasses rows = WindowClasses.of(y.windows(shape.outHeight()));
        WindowClasses cols = WindowClasses.of(x.windows(shape.outWidth()));
        long[] arraySums = result.sums()[group];
        EdgeSums stepped = result.edge(group);
        long[][] weightSums = stepped == null
                ? weightSums(weight, group, y, x, rows, cols, scaling)
                : weightSums(stepped.b(), group, weight, rows, cols, scaling);
        int channels = shape.groupInChannels();
        int plane = shape.height() * shape.width();
        long toZero = a.centre() - a.zero();
        float unit = scaling.largest() * FRACTION;
        parallel.forEach(shape.batch(), image -> {
            for (int i = 0; i < y.pixels(); i++) {
                Window rowTaps = rows.distinct().get(rows.index()[i]);
                for (int j = 0; j < x.pixels(); j++) {
                    Window colTaps = cols.distinct().get(cols.index()[j]);
                    int row = (image * y.pixels() + i) * x.pixels() + j;
                    long edge = stepped != null
                            ? stepped.a()[row]
                            : CodeSums.box(
                                    edgeSums,
                                    image * shape.outHeight() * shape.outWidth(),
                                    shape.outWidth(),
                                    y.firstOutput() + i - rowTaps.from(),
                                    rowTaps.size(),
                                    -1,
                                    x.firstOutput() + j - colTaps.from(),
                                    colTaps.size(),
                                    -1);
                    long[] window = weightSums[rows.index()[i] * cols.count() + cols.index()[j]];
                    int from = row * channels;
                    int to = (image * shape.inChannels() + group * channels) * plane
                            + (y.firstPixel() + i * shape.stride()) * shape.width()
                            + x.firstPixel()
                            + j * shape.stride();
                    for (int c = 0; c < channels; c++, to += plane) {
                        long errorsFromZero = arraySums[from + c] + edge + toZero * window[c];
                        gradient.data()[to] = unit * (a.scale() * errorsFromZero + a.rest() * window[c]);
                    }
                }
            }
        });
    }

    /** J per distinct pair of windows: [windows][C/g], sum over o of (k[o] sum of qW + z[o] n). */
    private long[][] weightSums(
            QuantizedTensor weight,
            int group,
            StridePhase y,
            StridePhase x,
            WindowClasses rows,
            WindowClasses cols,
            Scaling scaling) {
        int channels = shape.groupInChannels();
        int kernel = shape.kernelHeight() * shape.kernelWidth();
        long[] perTap = CodeSums.overImages(
                weight.codes(), group * shape.groupOutChannels(), groupOf(scaling.scale(), group), parallel);
        long offsets = Arrays.stream(groupOf(scaling.offset(), group)).sum();
        long[][] sums = new long[rows.count() * cols.count()][channels];
        for (int r = 0; r < rows.count(); r++) {
            Window row = rows.distinct().get(r);
            for (int c = 0; c < cols.count(); c++) {
                Window col = cols.distinct().get(c);
                for (int channel = 0; channel < channels; channel++) {
                    sums[r * cols.count() + c][channel] = offsets * row.size() * col.size()
                            + CodeSums.box(
                                    perTap,
                                    channel * kernel,
                                    shape.kernelWidth(),
                                    y.phase() + row.from() * shape.stride(),
                                    row.size(),
                                    shape.stride(),
                                    x.phase() + col.from() * shape.stride(),
                                    col.size(),
                                    shape.stride());
                }
            }
        }
        return sums;
    }

    /** The same from the edge's sums over o of k[o] sum of (qW - centre). */
    private long[][] weightSums(
            long[][] centred,
            int group,
            QuantizedTensor weight,
            WindowClasses rows,
            WindowClasses cols,
            Scaling scaling) {
        int bCentre = session.accelerator().centre(weight.codes().format());
        long perTerm = Arrays.stream(errorWeights(scaling, group, bCentre)).sum();
        long[][] sums = new long[centred.length][];
        for (int window = 0; window < sums.length; window++) {
            long terms = (long) rows.distinct().get(window / cols.count()).size()
                    * cols.distinct().get(window % cols.count()).size();
            sums[window] = Arrays.stream(centred[window])
                    .map(sum -> sum + perTerm * terms)
                    .toArray();
        }
        return sums;
    }

    /** Proves that no 64-bit sum of this pass overflows, or throws. */
    private void requireSums(Scaling scaling, IntegerFormat error, IntegerFormat weight) {
        long terms = (long) shape.groupOutChannels() * shape.kernelHeight() * shape.kernelWidth();
        long widest = 0;
        for (int o = 0; o < scaling.scale().length; o++) {
            widest =
                    Math.max(widest, Math.addExact(scaling.scale()[o] << weight.bits(), Math.abs(scaling.offset()[o])));
        }
        long most = Math.multiplyExact(Math.multiplyExact(widest, 1L << error.bits()), terms);
        // Three such sums are added up at most.
        Math.multiplyExact(most, 4L);
    }

    private long[] groupOf(long[] perChannel, int group) {
        int outputs = shape.groupOutChannels();
        return Arrays.copyOfRange(perChannel, group * outputs, (group + 1) * outputs);
    }
}
