package io.bitcycle.training.layer;

import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.simulator.AcceleratorSession;
import io.bitcycle.simulator.GroupOperands;
import io.bitcycle.simulator.kernel.FrameGradient;
import io.bitcycle.simulator.kernel.StencilKernel;
import io.bitcycle.simulator.kernel.SumBlocks;
import io.bitcycle.tensor.CodeTaker;
import io.bitcycle.tensor.CodeTensor;
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
import io.bitcycle.workload.PositionSums;
import io.bitcycle.workload.Window;
import io.bitcycle.workload.WindowClasses;
import io.bitcycle.workload.WindowSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The forward and backward-weight passes of a convolution of offset codes: products on the array, code sums at its edge,
 * and the result in binary32. Tensors are [N, C, H, W] and [O, C/g, Kh, Kw].
 */
public final class QuantizedConvolution {
    private final ConvShape shape;
    private final ConvLowering lowering;
    private final ConvViews views;
    private final AcceleratorSession session;
    private final Parallel parallel;
    private final GradientSums gradientSums;
    /** The input in its padding, which both passes need. */
    private PreparedCodes prepared;
    /** Room of a layer of one group; null if it took none. */
    private float[] inputValues;

    /** @param resultBits width at which results leave the array's output buffer */
    public QuantizedConvolution(String layer, ConvShape shape, int resultBits, AcceleratorSession session) {
        this.shape = shape;
        this.lowering = new ConvLowering(layer, shape, resultBits);
        this.views = session.views(shape);
        this.session = session;
        this.parallel = session.workers();
        this.gradientSums = new GradientSums(shape, lowering, parallel);
    }

    public ConvShape shape() {
        return shape;
    }

    /**
     * What the forward pass computes.
     *
     * @param output [N, O, Ho, Wo]
     * @param codeProducts sums of code x code over the in-bounds taps, [N, O, Ho, Wo]; null unless asked for
     */
    public record Forward(FloatTensor output, long[] codeProducts) {}

    /** @param keepCodeProducts whether to return the integer sums too */
    public Forward forward(QuantizedTensor input, QuantizedTensor weight, boolean keepCodeProducts) {
        int size = shape.batch() * shape.outChannels() * shape.outHeight() * shape.outWidth();
        return forward(input, weight, keepCodeProducts, new float[size]);
    }

    /** @param output room for the output, of any content; belongs to the result from now on */
    Forward forward(QuantizedTensor input, QuantizedTensor weight, boolean keepCodeProducts, float[] output) {
        IntegerFormat aFormat = input.codes().format();
        IntegerFormat bFormat = weight.codes().format();
        int aCentre = session.accelerator().centre(aFormat);
        int bCentre = session.accelerator().centre(bFormat);
        PaddedImages images = padded(input.codes(), aCentre);
        PaddedImages kernels = framed(weight.codes(), bCentre);
        WindowClasses rows = WindowClasses.of(lowering.rowTaps());
        WindowClasses cols = WindowClasses.of(lowering.colTaps());
        OffsetCodes a = OffsetCodes.of(aFormat, aCentre, input.scale(0), input.offset(0));
        OffsetCodes[] b = perChannel(weight, bCentre);
        long[] products = keepCodeProducts ? new long[output.length] : null;
        MatrixOp op = lowering.forward(aFormat, bFormat);
        if (session.stepped()) {
            forwardStepped(op, images, kernels, a, b, rows, cols, output, products);
        } else {
            List<GroupOperands> operands =
                    perGroup(g -> GroupOperands.of(views.patches(images, g), views.weights(kernels, g)));
            List<StencilKernel> stencils = Stencils.forward(shape, images, weight.codes(), parallel);
            OffsetCodes[] centred = perChannel(weight, Stencils.centre(bFormat));
            boolean done = !stencils.isEmpty()
                    && session.execute(op, operands, () -> {
                        List<SumBlocks> blocks = blocks(input, weight, a, centred, rows, cols, output, products);
                        for (int group = 0; group < shape.groups(); group++) {
                            stencils.get(group).multiply(blocks.get(group), parallel);
                        }
                    });
            if (!done) {
                List<SumBlocks> blocks = blocks(input, weight, a, b, rows, cols, output, products);
                session.multiply(op, operands, shape.outWidth(), blocks);
            }
        }
        prepared = prepared.withoutSums(session.spares());
        if (inputValues != null) {
            session.spares().give(inputValues);
            inputValues = null;
        }
        return new Forward(
                FloatTensor.of(output, shape.batch(), shape.outChannels(), shape.outHeight(), shape.outWidth()),
                products);
    }

    /** Per group, what turns sums into values. */
    private List<SumBlocks> blocks(
            QuantizedTensor input,
            QuantizedTensor weight,
            OffsetCodes a,
            OffsetCodes[] b,
            WindowClasses rows,
            WindowClasses cols,
            float[] output,
            long[] products) {
        List<SumBlocks> blocks = new ArrayList<>();
        for (int group = 0; group < shape.groups(); group++) {
            double[] inputSums = prepared.sums().isEmpty()
                    ? windowSums(input.codes(), group)
                    : prepared.sums().get(group).sums();
            long[][] weightSums = kernelSums(weight.codes(), group * shape.groupOutChannels(), rows, cols);
            SumBlocks values = new ForwardBlocks(
                    shape, group, a, b, inputSums, rows, cols, weightSums, inputValues(inputSums.length), output);
            if (products == null) {
                blocks.add(values);
                continue;
            }
            SumBlocks kept = new CodeProductBlocks(shape, group, a, b, inputSums, rows, cols, weightSums, products);
            blocks.add((row, count, sums, at, stride, pitch) -> {
                values.accept(row, count, sums, at, stride, pitch);
                kept.accept(row, count, sums, at, stride, pitch);
            });
        }
        return blocks;
    }

    private float[] inputValues(int size) {
        if (shape.groups() > 1) {
            return new float[size];
        }
        inputValues = session.spares().floats(size);
        return inputValues;
    }

    /** The forward pass in step fidelity, where the array's own edge sums the codes. */
    private void forwardStepped(
            MatrixOp op,
            PaddedImages images,
            PaddedImages kernels,
            OffsetCodes a,
            OffsetCodes[] b,
            WindowClasses rows,
            WindowClasses cols,
            float[] output,
            long[] products) {
        int aCentre = a.centre();
        int bCentre = b[0].centre();
        int plane = shape.outHeight() * shape.outWidth();
        int outputs = shape.groupOutChannels();
        int depth = shape.groupInChannels() * shape.kernelHeight() * shape.kernelWidth();
        AcceleratorSession.Result result = session.multiply(
                op,
                perGroup(g -> GroupOperands.of(
                        views.patches(images, g),
                        views.weights(kernels, g),
                        () -> EdgePlan.isNeeded(op.a(), op.b())
                                ? EdgePlan.windows(
                                        shape.batch(),
                                        rows,
                                        cols,
                                        shape.groupInChannels(),
                                        shape.kernelHeight(),
                                        shape.kernelWidth(),
                                        EdgePlan.ones(depth),
                                        EdgePlan.ones(depth))
                                : null)));

        for (int group = 0; group < shape.groups(); group++) {
            int firstChannel = group * outputs;
            long[] array = result.sums()[group];
            EdgeSums edge = result.edge(group);
            // Without offsets the sums are multiplied by 0.
            long[][] bSums = edge == null
                    ? new long[rows.count() * cols.count()][outputs]
                    : uncentred(edge.b(), bCentre, rows, cols, shape.groupInChannels());
            parallel.forEach(shape.batch(), image -> {
                for (int y = 0; y < shape.outHeight(); y++) {
                    Window taps = rows.distinct().get(rows.index()[y]);
                    for (int x = 0; x < shape.outWidth(); x++) {
                        Window colTaps = cols.distinct().get(cols.index()[x]);
                        long terms = (long) shape.groupInChannels() * taps.size() * colTaps.size();
                        int row = (image * shape.outHeight() + y) * shape.outWidth() + x;
                        long aSum = edge == null ? 0 : edge.a()[row] + aCentre * terms;
                        long[] window = bSums[rows.index()[y] * cols.count() + cols.index()[x]];
                        int from = row * outputs;
                        int to = (image * shape.outChannels() + firstChannel) * plane + y * shape.outWidth() + x;
                        for (int o = 0; o < outputs; o++, to += plane) {
                            OffsetCodes channel = b[firstChannel + o];
                            output[to] = value(array[from + o], a, aSum, channel, window[o], terms);
                            if (products != null) {
                                products[to] =
                                        OffsetCodes.codeProduct(array[from + o], a, aSum, channel, window[o], terms);
                            }
                        }
                    }
                }
            });
        }
    }

    /** Work of a value of a gradient, in elements of a plain loop. */
    private static final int GRADIENT_WORK = 8;

    /** The gradient by the weights [O, C/g, Kh, Kw] from the input's and the output error's codes. */
    public FloatTensor backwardWeight(QuantizedTensor input, QuantizedTensor error) {
        IntegerFormat aFormat = input.codes().format();
        IntegerFormat bFormat = error.codes().format();
        OffsetCodes a = OffsetCodes.of(aFormat, session.accelerator().centre(aFormat), input.scale(0), input.offset(0));
        OffsetCodes b = OffsetCodes.of(bFormat, session.accelerator().centre(bFormat), error.scale(0), error.offset(0));
        PaddedImages images = padded(input.codes(), a.centre());
        PaddedImages errors = framed(error.codes(), b.centre());
        Window[] rows = lowering.rowPositions();
        Window[] cols = lowering.colPositions();
        WindowClasses rowClasses = WindowClasses.of(rows);
        WindowClasses colClasses = WindowClasses.of(cols);
        int positions = shape.batch() * shape.outHeight() * shape.outWidth();
        AcceleratorSession.Result result = session.multiply(
                lowering.backwardWeight(aFormat, bFormat),
                perGroup(g -> GroupOperands.of(
                                views.patchesTransposed(images, g),
                                views.errors(errors, g),
                                () -> EdgePlan.isNeeded(aFormat, bFormat)
                                        ? EdgePlan.windows(
                                                shape.groupInChannels(),
                                                rowClasses,
                                                colClasses,
                                                shape.batch(),
                                                shape.outHeight(),
                                                shape.outWidth(),
                                                EdgePlan.ones(positions),
                                                EdgePlan.ones(positions))
                                        : null)
                        .by(FrameGradient.of(shape, images, errors, g))));
        PositionSums inputSums = gradientSums.ofInput(input.codes());
        long[][] errorSums = gradientSums.ofError(error.codes(), rowClasses, colClasses);
        FloatTensor gradient = FloatTensor.zeros(
                shape.outChannels(), shape.groupInChannels(), shape.kernelHeight(), shape.kernelWidth());
        int outputs = shape.groupOutChannels();
        int depth = shape.groupInChannels() * shape.kernelHeight() * shape.kernelWidth();
        parallel.forEachItem(shape.groups() * depth, (long) GRADIENT_WORK * outputs, index -> {
            int group = index / depth;
            int element = index % depth;
            int kw = element % shape.kernelWidth();
            int kh = element / shape.kernelWidth() % shape.kernelHeight();
            int channel = group * shape.groupInChannels() + element / (shape.kernelWidth() * shape.kernelHeight());
            long terms = (long) shape.batch() * rows[kh].size() * cols[kw].size();
            EdgeSums edge = result.edge(group);
            long aSum = edge != null
                    ? edge.a()[element] + a.centre() * terms
                    : inputSums.box(
                            channel,
                            rows[kh].from() * shape.stride() - shape.padding() + kh,
                            rows[kh].size(),
                            cols[kw].from() * shape.stride() - shape.padding() + kw,
                            cols[kw].size(),
                            shape.stride());
            int window =
                    rowClasses.index()[kh] * colClasses.count() + colClasses.index()[kw];
            for (int o = 0; o < outputs; o++) {
                int outChannel = group * outputs + o;
                long bSum = edge != null ? edge.b()[window][o] + b.centre() * terms : errorSums[window][outChannel];
                gradient.data()[outChannel * depth + element] =
                        value(result.sums()[group][element * outputs + o], a, aSum, b, bSum, terms);
            }
        });
        return gradient;
    }

    private static float value(long arraySum, OffsetCodes a, long aSum, OffsetCodes b, long bSum, long terms) {
        return OffsetCodes.value(
                OffsetCodes.product(arraySum, a, aSum, b, bSum, terms),
                a,
                a.fromZero(aSum, terms),
                b,
                b.fromZero(bSum, terms),
                terms);
    }

    /** Per distinct pair of windows, the sum of each output channel's weight codes inside it: [windows][O/g]. */
    private long[][] kernelSums(CodeTensor weight, int firstChannel, WindowClasses rows, WindowClasses cols) {
        long[] perKernel = CodeSums.overChannels(weight, 0, EdgePlan.ones(shape.groupInChannels()), 0, parallel);
        return windowSums(
                perKernel,
                shape.kernelHeight(),
                shape.kernelWidth(),
                firstChannel,
                shape.groupOutChannels(),
                rows,
                cols);
    }

    /** Per distinct pair of windows, the sum inside it of each of {@code count} planes from plane {@code first} on. */
    private static long[][] windowSums(
            long[] planes, int height, int width, int first, int count, WindowClasses rows, WindowClasses cols) {
        long[][] sums = new long[rows.count() * cols.count()][count];
        for (int window = 0; window < sums.length; window++) {
            Window row = rows.distinct().get(window / cols.count());
            Window col = cols.distinct().get(window % cols.count());
            for (int i = 0; i < count; i++) {
                int at = (first + i) * height * width;
                sums[window][i] = CodeSums.box(planes, at, width, row.from(), row.size(), 1, col.from(), col.size(), 1);
            }
        }
        return sums;
    }

    /**
     * Takes the input's codes, and prepares each image for the passes while it is hot.
     *
     * @param training whether a backward pass follows
     */
    CodeTaker input(boolean training) {
        if (session.stepped() || shape.height() * shape.width() == 1) {
            return CodeTaker.in(session.spares());
        }
        CodeTaker forward = new CodeTaker(session.spares(), codes -> prepare(codes)::take);
        return training ? forward.and(gradientSums::takeInput) : forward;
    }

    private PreparedCodes prepare(CodeTensor codes) {
        int centre = session.accelerator().centre(codes.format());
        WindowSums windows = WindowSums.forward(shape);
        List<WindowSums.ByImage> sums = new ArrayList<>();
        for (int group = 0; group < shape.groups(); group++) {
            double[] room = PreparedCodes.room(windows, codes, shape, session.spares());
            sums.add(windows.byImage(codes, group * shape.groupInChannels(), shape.groupInChannels(), room));
        }
        int padding = shape.padding();
        PaddedImages blank = PaddedImages.blank(codes, centre, padding, padding, padding, padding, session.spares());
        prepared = new PreparedCodes(codes, centre, blank, sums);
        return prepared;
    }

    /** Prepares each image of the output's error for the backward-weight pass, besides what another taker does with it. */
    CodeTaker error(CodeTaker other) {
        boolean suits = !session.stepped() && shape.outHeight() * shape.outWidth() > 1;
        return suits ? other.and(gradientSums::takeError) : other;
    }

    private PaddedImages padded(CodeTensor images, int centre) {
        if (prepared == null || !prepared.isOf(images, centre)) {
            int padding = shape.padding();
            PaddedImages framed =
                    PaddedImages.of(images, centre, padding, padding, padding, padding, parallel, session.spares());
            prepared = new PreparedCodes(images, centre, framed, List.of());
        }
        return prepared.framed();
    }

    private double[] windowSums(CodeTensor input, int group) {
        return WindowSums.forward(shape).of(input, group * shape.groupInChannels(), shape.groupInChannels(), parallel);
    }

    /** Gives away what it kept of the input; another pass would form it anew. */
    void close() {
        if (prepared != null) {
            prepared.giveTo(session.spares());
            prepared = null;
        }
    }

    private PaddedImages framed(CodeTensor codes, int centre) {
        return PaddedImages.of(codes, centre, 0, 0, 0, 0, parallel);
    }

    /** Sums of codes themselves, from the edge's sums of centred ones. */
    private static long[][] uncentred(long[][] sums, int centre, WindowClasses rows, WindowClasses cols, int channels) {
        long[][] raw = new long[sums.length][];
        for (int window = 0; window < raw.length; window++) {
            long terms = (long) channels
                    * rows.distinct().get(window / cols.count()).size()
                    * cols.distinct().get(window % cols.count()).size();
            raw[window] =
                    Arrays.stream(sums[window]).map(sum -> sum + centre * terms).toArray();
        }
        return raw;
    }

    private List<GroupOperands> perGroup(IntFunction<GroupOperands> operands) {
        return IntStream.range(0, shape.groups()).mapToObj(operands).toList();
    }

    private static OffsetCodes[] perChannel(QuantizedTensor weight, int centre) {
        OffsetCodes[] channels = new OffsetCodes[weight.codes().dim(0)];
        Arrays.setAll(
                channels, o -> OffsetCodes.of(weight.codes().format(), centre, weight.scale(o), weight.offset(o)));
        return channels;
    }
}
