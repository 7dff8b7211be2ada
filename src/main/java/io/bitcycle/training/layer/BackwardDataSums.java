package io.bitcycle.training.layer;

import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.GroupOperands;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.workload.CodeSums;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.ConvViews;
import io.bitcycle.workload.EdgePlan;
import io.bitcycle.workload.EdgeSums;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.StridePhase;
import io.bitcycle.workload.Window;
import io.bitcycle.workload.WindowClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@link QuantizedBackwardData} from whole matrices of 64-bit sums: in step fidelity, where the array's own edge sums the codes, without
 * scales that vary, and where binary64 would not hold the sums.
 */
final class BackwardDataSums {
    private final ConvShape shape;
    private final ConvViews views;
    private final AcceleratorSession session;
    private final Parallel parallel;
    private final QuantizedTensor error;
    private final OffsetCodes a;
    private final QuantizedTensor weight;
    private final int bCentre;
    private final PaddedImages kernels;
    private final WeightScaling scaling;
    private final List<long[]> edgeSums;

    /**
     * @param error codes of the output's error [N, O, Ho, Wo], which {@code a} counts from its zero
     * @param kernels the weights' codes, {@code bCentre} taken from them in the array
     */
    BackwardDataSums(
            ConvShape shape,
            AcceleratorSession session,
            QuantizedTensor error,
            OffsetCodes a,
            QuantizedTensor weight,
            int bCentre,
            PaddedImages kernels,
            WeightScaling scaling) {
        this.shape = shape;
        this.views = session.views(shape);
        this.session = session;
        this.parallel = session.workers();
        this.error = error;
        this.a = a;
        this.weight = weight;
        this.bCentre = bCentre;
        this.kernels = kernels;
        this.scaling = scaling;
        this.edgeSums = edgeSums();
    }

    /** One phase: multiplies, and writes its pixels of the gradient. */
    void multiply(MatrixOp op, StridePhase y, StridePhase x, FloatTensor gradient) {
        AcceleratorSession.Result result = arraySums(op, y, x);
        for (int group = 0; group < shape.groups(); group++) {
            write(gradient, result, group, y, x);
        }
    }

    /** Per group, sum over o of k[o] sum of (qE - centre) (qW - centre), as the array forms it: [pixels, C/g]. */
    private AcceleratorSession.Result arraySums(MatrixOp op, StridePhase y, StridePhase x) {
        int[] frame = ConvViews.errorFrame(y, x, shape);
        PaddedImages errors =
                PaddedImages.of(error.codes(), a.centre(), frame[0], frame[1], frame[2], frame[3], parallel);
        List<GroupOperands> groups = new ArrayList<>();
        for (int group = 0; group < shape.groups(); group++) {
            int each = group;
            groups.add(new GroupOperands(
                    views.errorPatches(errors, y, x, group),
                    views.weightsTransposed(kernels, y, x, group),
                    scaling.varies() ? scaling.scale(group) : null,
                    () -> EdgePlan.isNeeded(op.a(), op.b()) ? edgePlan(y, x, each) : null));
        }
        AcceleratorSession.Result result = session.multiply(op, groups);
        for (int group = 0; !scaling.varies() && group < groups.size(); group++) {
            long[] sums = result.sums()[group];
            for (int i = 0; i < sums.length; i++) {
                sums[i] <<= WeightScaling.FRACTION_BITS;
            }
        }
        return result;
    }

    /** The edge weights codes of errors by k[o] centreW + z[o] and codes of weights by k[o]. */
    private EdgePlan edgePlan(StridePhase y, StridePhase x, int group) {
        return EdgePlan.windows(
                shape.batch(),
                WindowClasses.of(y.windows(shape.outHeight())),
                WindowClasses.of(x.windows(shape.outWidth())),
                shape.groupOutChannels(),
                y.taps(),
                x.taps(),
                perTap(scaling.errorWeights(group, bCentre), y, x),
                perTap(scaling.scale(group), y, x));
    }

    private static long[] perTap(long[] perChannel, StridePhase y, StridePhase x) {
        int taps = y.taps() * x.taps();
        long[] all = new long[perChannel.length * taps];
        Arrays.setAll(all, k -> perChannel[k / taps]);
        return all;
    }

    /** Per group, sum over o of (k[o] centreW + z[o]) (qE - centreE) at each output position: [N, Ho, Wo]. */
    private List<long[]> edgeSums() {
        List<long[]> sums = new ArrayList<>();
        for (int group = 0; group < shape.groups(); group++) {
            sums.add(CodeSums.overChannels(
                    error.codes(),
                    group * shape.groupOutChannels(),
                    scaling.errorWeights(group, bCentre),
                    a.centre(),
                    parallel));
        }
        return sums;
    }

    private void write(
            FloatTensor gradient, AcceleratorSession.Result result, int group, StridePhase y, StridePhase x) {
        WindowClasses rows = WindowClasses.of(y.windows(shape.outHeight()));
        WindowClasses cols = WindowClasses.of(x.windows(shape.outWidth()));
        long[] arraySums = result.sums()[group];
        EdgeSums stepped = result.edge(group);
        long[][] weightSums = stepped == null
                ? scaling.weightSums(weight, group, y, x, rows, cols, parallel)
                : scaling.weightSums(stepped.b(), group, bCentre, rows, cols);
        int channels = shape.groupInChannels();
        int plane = shape.height() * shape.width();
        long toZero = a.centre() - a.zero();
        float unit = scaling.unit();
        parallel.forEach(shape.batch(), image -> {
            for (int i = 0; i < y.pixels(); i++) {
                Window rowTaps = rows.distinct().get(rows.index()[i]);
                for (int j = 0; j < x.pixels(); j++) {
                    Window colTaps = cols.distinct().get(cols.index()[j]);
                    int row = (image * y.pixels() + i) * x.pixels() + j;
                    long edge = stepped != null
                            ? stepped.a()[row]
                            : CodeSums.box(
                                    edgeSums.get(group),
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
}
