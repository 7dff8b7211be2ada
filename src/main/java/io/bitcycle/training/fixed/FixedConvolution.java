package io.bitcycle.training.fixed;

import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.GroupOperands;
import io.bitcycle.simulator.kernel.FrameGradient;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.ConvLowering;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.ConvViews;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.StridePhase;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The three products of a convolution on codes without offset: sums of code x code from the array, put in the order of the
 * result's tensor. Padding is code 0.
 */
final class FixedConvolution {
    private final ConvShape shape;
    private final ConvLowering lowering;
    private final ConvViews views;
    private final AcceleratorSession session;
    private final Parallel parallel;

    FixedConvolution(String layer, ConvShape shape, AcceleratorSession session) {
        this.shape = shape;
        this.lowering = new ConvLowering(layer, shape, VectorConfig.WORD_BITS);
        this.views = session.views(shape);
        this.session = session;
        this.parallel = session.workers();
    }

    ConvShape shape() {
        return shape;
    }

    /** [N, O, Ho, Wo] of codes of the input [N, C, H, W] and the weights [O, C/g, Kh, Kw]. */
    long[] forward(FixedCodes input, FixedCodes weight) {
        PaddedImages images = padded(input);
        PaddedImages kernels = framed(weight, 0, 0, 0, 0);
        MatrixOp op = lowering.forward(format(input), format(weight));
        long[][] sums = multiply(op, g -> GroupOperands.of(views.patches(images, g), views.weights(kernels, g)));
        int plane = shape.outHeight() * shape.outWidth();
        int outputs = shape.groupOutChannels();
        long[] result = new long[FixedTensor.size(shape.batch(), shape.outChannels(), plane)];
        parallel.forEach(shape.batch() * shape.outChannels(), at -> {
            int image = at / shape.outChannels();
            int channel = at % shape.outChannels();
            long[] group = sums[channel / outputs];
            for (int i = 0; i < plane; i++) {
                result[at * plane + i] = group[(image * plane + i) * outputs + channel % outputs];
            }
        });
        return result;
    }

    /** [O, C/g, Kh, Kw] of codes of the input and the errors [N, O, Ho, Wo]. */
    long[] backwardWeight(FixedCodes input, FixedCodes error) {
        PaddedImages images = padded(input);
        PaddedImages errors = framed(error, 0, 0, 0, 0);
        MatrixOp op = lowering.backwardWeight(format(input), format(error));
        long[][] sums = multiply(
                op,
                g -> GroupOperands.of(views.patchesTransposed(images, g), views.errors(errors, g))
                        .by(FrameGradient.of(shape, images, errors, g)));
        int outputs = shape.groupOutChannels();
        int depth = shape.groupInChannels() * shape.kernelHeight() * shape.kernelWidth();
        long[] result = new long[shape.outChannels() * depth];
        for (int channel = 0; channel < shape.outChannels(); channel++) {
            for (int k = 0; k < depth; k++) {
                result[channel * depth + k] = sums[channel / outputs][k * outputs + channel % outputs];
            }
        }
        return result;
    }

    /** [N, C, H, W] of codes of the errors and the weights. */
    long[] backwardData(FixedCodes error, FixedCodes weight) {
        PaddedImages kernels = framed(weight, 0, 0, 0, 0);
        long[] result = new long[FixedTensor.size(shape.batch(), shape.inChannels(), shape.height(), shape.width())];
        for (MatrixOp op : lowering.backwardData(format(error), format(weight), false)) {
            StridePhase y = lowering.rowPhase(op.phase() / shape.stride());
            StridePhase x = lowering.colPhase(op.phase() % shape.stride());
            int[] frame = ConvViews.errorFrame(y, x, shape);
            PaddedImages errors = framed(error, frame[0], frame[1], frame[2], frame[3]);
            long[][] sums = multiply(
                    op,
                    g -> GroupOperands.of(
                            views.errorPatches(errors, y, x, g), views.weightsTransposed(kernels, y, x, g)));
            parallel.forEach(shape.batch() * shape.inChannels(), at -> scatter(sums, at, y, x, result));
        }
        return result;
    }

    /** Puts one phase's sums of one plane of the input into their places. */
    private void scatter(long[][] sums, int at, StridePhase y, StridePhase x, long[] result) {
        int channels = shape.groupInChannels();
        int image = at / shape.inChannels();
        int channel = at % shape.inChannels();
        long[] group = sums[channel / channels];
        for (int i = 0; i < y.pixels(); i++) {
            int row = (at * shape.height() + y.firstPixel() + i * shape.stride()) * shape.width() + x.firstPixel();
            int from = (image * y.pixels() + i) * x.pixels();
            for (int j = 0; j < x.pixels(); j++) {
                result[row + j * shape.stride()] = group[(from + j) * channels + channel % channels];
            }
        }
    }

    private long[][] multiply(MatrixOp op, IntFunction<GroupOperands> operands) {
        List<GroupOperands> groups =
                IntStream.range(0, shape.groups()).mapToObj(operands).toList();
        return session.multiply(op, groups).sums();
    }

    private PaddedImages padded(FixedCodes images) {
        int padding = shape.padding();
        return framed(images, padding, padding, padding, padding);
    }

    private PaddedImages framed(FixedCodes codes, int top, int bottom, int left, int right) {
        return PaddedImages.of(codes.codes(), 0, top, bottom, left, right, parallel);
    }

    private static IntegerFormat format(FixedCodes codes) {
        return codes.codes().format();
    }
}
