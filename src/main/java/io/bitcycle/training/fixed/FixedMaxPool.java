package io.bitcycle.training.fixed;

import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.Window;
import io.bitcycle.workload.work.MaxPoolWork;

/**
 * The maximum of each square window of [N, C, H, W]; padding never wins. Keeps which tap it was, the first in row order of
 * equal ones, and adds the gradient to it; where windows overlap, the gradients lose so many lower bits that the sum fits.
 */
final class FixedMaxPool implements FixedLayer {
    private final String name;
    private final int kernel;
    private final int stride;
    private final int padding;
    private final FixedFormat format;
    private int[] winners;
    private int[] inputShape;

    FixedMaxPool(String name, int kernel, int stride, int padding, FixedFormat format) {
        this.name = name;
        this.kernel = kernel;
        this.stride = stride;
        this.padding = padding;
        this.format = format;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FixedTensor forward(FixedTensor input, FixedStep step) {
        ChannelIndex planes = ChannelIndex.of(input, name);
        int height = planes.height();
        int width = planes.width();
        ConvShape shape = new ConvShape(1, 1, height, width, 1, kernel, kernel, stride, padding, 1);
        Window[] rows = Window.taps(shape.outHeight(), kernel, stride, padding, height);
        Window[] columns = Window.taps(shape.outWidth(), kernel, stride, padding, width);
        int outputs = rows.length * columns.length;
        int[] in = input.mantissas();
        int[] out = new int[planes.planes() * outputs];
        int[] won = new int[out.length];
        step.parallel().forEachRange(planes.planes(), planes.size(), (from, to) -> {
            for (int at = from * outputs; at < to * outputs; at++) {
                int y = at % outputs / columns.length;
                int x = at % columns.length;
                int corner = at / outputs * height * width + (y * stride - padding) * width + x * stride - padding;
                won[at] = winner(in, corner, width, rows[y], columns[x]);
                out[at] = in[won[at]];
            }
        });
        if (step.training()) {
            winners = won;
            inputShape = input.shape();
        }
        new MaxPoolWork(name, kernel, in.length, out.length)
                .forward(step.training())
                .forEach(step.session()::vector);
        return FixedTensor.of(out, input.exponent(), planes.batch(), planes.channels(), rows.length, columns.length);
    }

    private static int winner(int[] in, int corner, int width, Window rows, Window columns) {
        int best = corner + rows.from() * width + columns.from();
        for (int row = rows.from(); row < rows.to(); row++) {
            for (int tap = columns.from(); tap < columns.to(); tap++) {
                int candidate = corner + row * width + tap;
                best = in[candidate] > in[best] ? candidate : best;
            }
        }
        return best;
    }

    @Override
    public FixedTensor backward(FixedTensor outputGradient, FixedStep step) {
        int[] indices = winners;
        winners = null;
        ChannelIndex outputs = ChannelIndex.of(outputGradient, name);
        int perAxis = (kernel + stride - 1) / stride;
        int shift = Rounding.ceilLog2((long) perAxis * perAxis);
        int[] g = outputGradient.mantissas();
        int[] out = new int[FixedTensor.size(inputShape)];
        step.parallel().forEachRange(outputs.planes(), outputs.size(), (from, to) -> {
            for (int i = from * outputs.size(); i < to * outputs.size(); i++) {
                int at = indices[i];
                out[at] = Rounding.saturated(out[at] + Rounding.shift(g[i], shift), format.bits());
            }
        });
        new MaxPoolWork(name, kernel, out.length, g.length).backward().forEach(step.session()::vector);
        return FixedTensor.of(out, outputGradient.exponent() + shift, inputShape);
    }
}
