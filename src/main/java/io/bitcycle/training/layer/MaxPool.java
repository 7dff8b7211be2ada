package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.Window;
import io.bitcycle.workload.work.MaxPoolWork;

/**
 * The maximum of each square window of [N, C, H, W]; padding never wins, a NaN does. Keeps which tap it was, the first in row
 * order of equal ones, and adds the gradient to it, for overlapping windows in row order of the outputs.
 */
public final class MaxPool implements Layer {
    private record Winners(int[] inputShape, int[] indices) {}

    private final String name;
    private final int kernel;
    private final int stride;
    private final int padding;
    private final Kept<Winners> kept;

    /** @throws IllegalArgumentException if padding is more than half the kernel: a window could lie in padding alone */
    public MaxPool(String name, int kernel, int stride, int padding) {
        if (kernel < 1 || stride < 1 || padding < 0 || 2 * padding > kernel) {
            throw new IllegalArgumentException(name + ": kernel " + kernel + ", stride " + stride + ", padding "
                    + padding + ", allowed are kernel and stride from 1 and padding from 0 to half the kernel");
        }
        this.name = name;
        this.kernel = kernel;
        this.stride = stride;
        this.padding = padding;
        this.kept = new Kept<>(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        Planes planes = Planes.of(input, name);
        int height = planes.height();
        int width = planes.width();
        ConvShape shape = new ConvShape(1, 1, height, width, 1, kernel, kernel, stride, padding, 1);
        Window[] rows = Window.taps(shape.outHeight(), kernel, stride, padding, height);
        Window[] columns = Window.taps(shape.outWidth(), kernel, stride, padding, width);
        FloatTensor output = FloatTensor.zeros(planes.batch(), planes.channels(), rows.length, columns.length);
        int[] winners = new int[output.size()];
        float[] in = input.data();
        float[] out = output.data();
        planes.forEach(step.session().workers(), (first, end) -> {
            int at = first * rows.length * columns.length;
            for (int plane = first; plane < end; plane++) {
                for (int y = 0; y < rows.length; y++) {
                    for (int x = 0; x < columns.length; x++, at++) {
                        int corner = plane * height * width + (y * stride - padding) * width + x * stride - padding;
                        winners[at] = winner(in, corner, width, rows[y], columns[x]);
                        out[at] = in[winners[at]];
                    }
                }
            }
        });
        if (step.training()) {
            kept.keep(new Winners(input.shape(), winners));
        }
        MaxPoolWork work = new MaxPoolWork(name, kernel, in.length, out.length);
        work.forward(step.training()).forEach(step.session()::vector);
        return output;
    }

    private static int winner(float[] in, int corner, int width, Window rows, Window columns) {
        int best = corner + rows.from() * width + columns.from();
        for (int row = rows.from(); row < rows.to(); row++) {
            for (int tap = columns.from(); tap < columns.to(); tap++) {
                int candidate = corner + row * width + tap;
                best = in[candidate] > in[best] || Float.isNaN(in[candidate]) ? candidate : best;
            }
        }
        return best;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        Winners winners = kept.take();
        FloatTensor inputGradient = FloatTensor.zeros(winners.inputShape());
        Planes outputs = Planes.of(outputGradient, name);
        int[] indices = winners.indices();
        float[] g = outputGradient.data();
        float[] out = inputGradient.data();
        outputs.forEach(step.session().workers(), (first, end) -> {
            for (int i = first * outputs.size(); i < end * outputs.size(); i++) {
                out[indices[i]] += g[i];
            }
        });
        new MaxPoolWork(name, kernel, out.length, g.length).backward().forEach(step.session()::vector);
        return inputGradient;
    }
}
