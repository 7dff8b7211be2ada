package io.bitcycle.training.layer;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.kernel.Stencil;
import io.bitcycle.simulator.kernel.StencilKernel;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.PaddedImages;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.ConvShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * Convolutions that {@link StencilKernel} multiplies: 3 x 3 taps, padding 1, stride 1 or, forward, 2. It keeps sums small by taking a centre of its own
 * from the weights' codes, which the edge's sums then make up for like the array's.
 */
final class Stencils {
    private Stencils() {}

    /** What is taken from weight codes. */
    static int centre(IntegerFormat weight) {
        return weight.signed() ? 0 : 1 << (weight.bits() - 1);
    }

    /** Whether a convolution is one of these, in both passes. */
    static boolean suit(ConvShape shape) {
        return hasTaps(shape) && shape.stride() == 1;
    }

    /** Whether it is in the forward pass only, as its output has half of its input's height and width. */
    private static boolean suitHalved(ConvShape shape) {
        return hasTaps(shape) && shape.stride() == 2 && shape.height() % 2 == 0 && shape.width() % 2 == 0;
    }

    private static boolean hasTaps(ConvShape shape) {
        return shape.kernelHeight() == 3 && shape.kernelWidth() == 3 && shape.padding() == 1;
    }

    /**
     * The forward pass.
     *
     * @param images the input in its padding
     * @return one per group, none where another way is better or needed
     */
    static List<StencilKernel> forward(ConvShape shape, PaddedImages images, CodeTensor weight, Parallel parallel) {
        if (!suit(shape) && !suitHalved(shape)) {
            return List.of();
        }
        int channels = shape.groupInChannels();
        int outputs = shape.groupOutChannels();
        int centre = centre(weight.format());
        return perGroup(shape.groups(), group -> {
            long[] weights = new long[channels * outputs * Stencil.TAPS];
            parallel.forEachRange(channels, (long) Stencil.PLACING * outputs * Stencil.TAPS, (first, end) -> {
                for (int to = first * outputs; to < end * outputs; to++) {
                    int from = ((group * outputs + to % outputs) * channels + to / outputs) * Stencil.TAPS;
                    for (int tap = 0; tap < Stencil.TAPS; tap++) {
                        weights[to * Stencil.TAPS + tap] = weight.code(from + tap) - centre;
                    }
                }
            });
            Stencil stencil = new Stencil(
                    images,
                    shape.batch(),
                    shape.stride(),
                    shape.inChannels(),
                    group * channels,
                    channels,
                    outputs,
                    weights,
                    weight.format().magnitude(centre));
            return StencilKernel.of(stencil, parallel);
        });
    }

    /**
     * The backward-data pass: weights are turned by half a turn.
     *
     * @param errors in the frame that they need
     * @param scale per output channel
     */
    static List<StencilKernel> backwardData(
            ConvShape shape, PaddedImages errors, CodeTensor weight, long[] scale, Parallel parallel) {
        if (!suit(shape)) {
            return List.of();
        }
        int channels = shape.groupInChannels();
        int outputs = shape.groupOutChannels();
        int centre = centre(weight.format());
        return perGroup(shape.groups(), group -> {
            long[] weights = new long[channels * outputs * Stencil.TAPS];
            parallel.forEachRange(outputs, (long) Stencil.PLACING * channels * Stencil.TAPS, (first, end) -> {
                for (int i = first * channels; i < end * channels; i++) {
                    int o = group * outputs + i / channels;
                    int last = (group * outputs * channels + i + 1) * Stencil.TAPS - 1;
                    for (int tap = 0; tap < Stencil.TAPS; tap++) {
                        weights[i * Stencil.TAPS + tap] = scale[o] * (weight.code(last - tap) - centre);
                    }
                }
            });
            long largest = Arrays.stream(scale, group * outputs, (group + 1) * outputs)
                    .max()
                    .orElse(0);
            Stencil stencil = new Stencil(
                    errors,
                    shape.batch(),
                    1,
                    shape.outChannels(),
                    group * outputs,
                    outputs,
                    channels,
                    weights,
                    largest * weight.format().magnitude(centre));
            return StencilKernel.of(stencil, parallel);
        });
    }

    private static List<StencilKernel> perGroup(int groups, IntFunction<StencilKernel> kernel) {
        List<StencilKernel> kernels = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            kernels.add(kernel.apply(group));
        }
        return kernels.stream().allMatch(Objects::nonNull) ? kernels : List.of();
    }
}
