package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.work.AveragePoolWork;

/**
 * The mean of each square window of [N, C, H, W], without padding: the taps are added in row order from 0, then divided by their
 * number. Each input's gradient adds g / taps over its windows in row order.
 */
public final class AveragePool implements Layer {
    private final String name;
    private final int kernel;
    private final int stride;
    private final Kept<int[]> inputShape;

    public AveragePool(String name, int kernel, int stride) {
        if (kernel < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    name + ": kernel " + kernel + ", stride " + stride + ", allowed are 1 and more");
        }
        this.name = name;
        this.kernel = kernel;
        this.stride = stride;
        this.inputShape = new Kept<>(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        Planes planes = Planes.of(input, name);
        ConvShape shape = new ConvShape(1, 1, planes.height(), planes.width(), 1, kernel, kernel, stride, 0, 1);
        FloatTensor output = FloatTensor.zeros(planes.batch(), planes.channels(), shape.outHeight(), shape.outWidth());
        Planes outputs = Planes.of(output, name);
        float[] in = input.data();
        float[] out = output.data();
        planes.forEach(step.session().workers(), (first, end) -> {
            for (int at = first * outputs.size(); at < end * outputs.size(); at++) {
                int corner = corner(at, planes, outputs);
                float sum = 0;
                for (int row = 0; row < kernel; row++) {
                    for (int i = corner + row * planes.width(); i < corner + row * planes.width() + kernel; i++) {
                        sum += in[i];
                    }
                }
                out[at] = sum / (kernel * kernel);
            }
        });
        if (step.training()) {
            inputShape.keep(input.shape());
        }
        AveragePoolWork work = new AveragePoolWork(name, kernel, in.length, out.length);
        work.forward(step.training()).forEach(step.session()::vector);
        return output;
    }

    /** The first input element in the window of an output element. */
    private int corner(int output, Planes inputs, Planes outputs) {
        int plane = output / outputs.size();
        int position = output % outputs.size();
        int y = position / outputs.width() * stride;
        int x = position % outputs.width() * stride;
        return plane * inputs.size() + y * inputs.width() + x;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        FloatTensor inputGradient = FloatTensor.zeros(inputShape.take());
        Planes planes = Planes.of(inputGradient, name);
        Planes outputs = Planes.of(outputGradient, name);
        float[] g = outputGradient.data();
        float[] out = inputGradient.data();
        planes.forEach(step.session().workers(), (first, end) -> {
            for (int at = first * outputs.size(); at < end * outputs.size(); at++) {
                int corner = corner(at, planes, outputs);
                float share = g[at] / (kernel * kernel);
                for (int row = 0; row < kernel; row++) {
                    for (int i = corner + row * planes.width(); i < corner + row * planes.width() + kernel; i++) {
                        out[i] += share;
                    }
                }
            }
        });
        new AveragePoolWork(name, kernel, out.length, g.length).backward().forEach(step.session()::vector);
        return inputGradient;
    }
}
