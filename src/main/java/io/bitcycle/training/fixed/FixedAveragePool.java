package io.bitcycle.training.fixed;

import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.VectorOp;
import io.bitcycle.workload.work.AveragePoolWork;
import io.bitcycle.workload.work.GlobalAveragePoolWork;
import java.util.List;

/**
 * The mean of each square window of [N, C, H, W], without padding, or of each plane, as [N, C]: the exact sum of the taps divided
 * by their number, half to even. Backward, each tap gets g / taps; one division, with as many more fractional bits as the
 * quotient leaves room for. Where windows overlap, the gradients lose so many bits that their sum fits.
 */
final class FixedAveragePool implements FixedLayer {
    private final String name;
    /** 0 for the whole plane. */
    private final int kernel;

    private final int stride;
    private final FixedFormat format;
    private int[] inputShape;

    private FixedAveragePool(String name, int kernel, int stride, FixedFormat format) {
        this.name = name;
        this.kernel = kernel;
        this.stride = stride;
        this.format = format;
    }

    static FixedAveragePool windows(String name, int kernel, int stride, FixedFormat format) {
        return new FixedAveragePool(name, kernel, stride, format);
    }

    static FixedAveragePool global(String name, FixedFormat format) {
        return new FixedAveragePool(name, 0, 1, format);
    }

    @Override
    public String name() {
        return name;
    }

    /** The windows of planes of one size. */
    private record Geometry(
            int planes, int size, int width, int outHeight, int outWidth, int rows, int columns, int stride) {
        int outputs() {
            return outHeight * outWidth;
        }

        int taps() {
            return rows * columns;
        }

        /** The first element in the window of output {@code at} of all planes. */
        int corner(int at) {
            int y = at % outputs() / outWidth;
            int x = at % outWidth;
            return at / outputs() * size + y * stride * width + x * stride;
        }
    }

    private Geometry geometry(ChannelIndex in) {
        int rows = kernel == 0 ? in.height() : kernel;
        int columns = kernel == 0 ? in.width() : kernel;
        ConvShape shape = new ConvShape(1, 1, in.height(), in.width(), 1, rows, columns, stride, 0, 1);
        return new Geometry(
                in.planes(), in.size(), in.width(), shape.outHeight(), shape.outWidth(), rows, columns, stride);
    }

    @Override
    public FixedTensor forward(FixedTensor input, FixedStep step) {
        ChannelIndex planes = ChannelIndex.of(input, name);
        Geometry windows = geometry(planes);
        int[] in = input.mantissas();
        int[] out = new int[windows.planes() * windows.outputs()];
        step.parallel().forEachRange(windows.planes(), windows.size(), (from, to) -> {
            for (int at = from * windows.outputs(); at < to * windows.outputs(); at++) {
                int corner = windows.corner(at);
                long sum = 0;
                for (int row = 0; row < windows.rows(); row++) {
                    for (int tap = 0; tap < windows.columns(); tap++) {
                        sum += in[corner + row * windows.width() + tap];
                    }
                }
                out[at] = (int) Rounding.divide(sum, windows.taps());
            }
        });
        if (step.training()) {
            inputShape = input.shape();
        }
        forwardWork(windows, step.training()).forEach(step.session()::vector);
        int[] shape = kernel == 0
                ? new int[] {planes.batch(), planes.channels()}
                : new int[] {planes.batch(), planes.channels(), windows.outHeight(), windows.outWidth()};
        return FixedTensor.of(out, input.exponent(), shape);
    }

    @Override
    public FixedTensor backward(FixedTensor outputGradient, FixedStep step) {
        int[] out = new int[FixedTensor.size(inputShape)];
        FixedTensor inputGradient = FixedTensor.of(out, 0, inputShape);
        Geometry windows = geometry(ChannelIndex.of(inputGradient, name));
        int overlap = (windows.rows() + stride - 1) / stride * ((windows.columns() + stride - 1) / stride);
        int finer = Rounding.bits(windows.taps()) - 1 - Rounding.ceilLog2(kernel == 0 ? 1 : overlap);
        long divisor = finer < 0 ? (long) windows.taps() << -finer : windows.taps();
        int[] g = outputGradient.mantissas();
        step.parallel().forEachRange(windows.planes(), windows.size(), (from, to) -> {
            for (int at = from * windows.outputs(); at < to * windows.outputs(); at++) {
                int corner = windows.corner(at);
                long share = Rounding.divide((long) g[at] << Math.max(0, finer), divisor);
                for (int row = 0; row < windows.rows(); row++) {
                    for (int tap = 0; tap < windows.columns(); tap++) {
                        int input = corner + row * windows.width() + tap;
                        out[input] = Rounding.saturated(out[input] + share, format.bits());
                    }
                }
            }
        });
        backwardWork(windows).forEach(step.session()::vector);
        return FixedTensor.of(out, outputGradient.exponent() - finer, inputShape);
    }

    private List<VectorOp> forwardWork(Geometry windows, boolean training) {
        return kernel == 0
                ? global(windows).forward(training)
                : windowed(windows).forward(training);
    }

    private List<VectorOp> backwardWork(Geometry windows) {
        return kernel == 0 ? global(windows).backward() : windowed(windows).backward();
    }

    private GlobalAveragePoolWork global(Geometry windows) {
        return new GlobalAveragePoolWork(name, windows.planes(), windows.size());
    }

    private AveragePoolWork windowed(Geometry windows) {
        long inputs = (long) windows.planes() * windows.size();
        return new AveragePoolWork(name, kernel, inputs, (long) windows.planes() * windows.outputs());
    }
}
