package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.LaneSum;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.layer.ConvSpec;
import io.bitcycle.workload.work.FloatConvWork;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution without quantization, its products in binary32 on the vector unit. A tap is the plane of inputs that one
 * weight of a filter meets, padding being zeros.
 *
 * <p>Order: y adds w · x over a filter's taps (c, kh, kw), the gradient of x adds w · g over (o, kh, kw), in ascending order from
 * 0; that of w adds over the batch the {@link LaneSum} of g · x over a plane. Each product is rounded before it is added.
 */
public final class FloatConv implements Layer {
    private final ConvSpec spec;
    private final boolean first;
    private final Parameter weight;
    private final Kept<FloatTensor> kept;

    /**
     * @param weights initial values [O, C/g, Kh, Kw], owned by the layer from now on
     * @param first whether nothing below needs the input's gradient
     */
    public FloatConv(ConvSpec spec, FloatTensor weights, boolean first) {
        this.spec = spec;
        this.first = first;
        this.weight = Parameter.of(spec.name(), "weight", weights);
        this.kept = new Kept<>(spec.name());
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight);
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        ConvShape shape = shape(input);
        int plane = shape.outHeight() * shape.outWidth();
        FloatTensor output = FloatTensor.zeros(shape.batch(), shape.outChannels(), shape.outHeight(), shape.outWidth());
        float[] w = weight.value().data();
        float[] y = output.data();
        int filters = shape.groupOutChannels();
        step.session().workers().forEachRange(shape.batch(), shape.macs() / shape.batch(), (from, to) -> {
            float[] tap = new float[plane];
            for (int n = from; n < to; n++) {
                for (int t = 0; t < shape.groups() * taps(shape); t++) {
                    int group = t / taps(shape);
                    gather(shape, input.data(), n, t, tap);
                    for (int o = group * filters; o < (group + 1) * filters; o++) {
                        float factor = w[o * taps(shape) + t % taps(shape)];
                        int at = (n * shape.outChannels() + o) * plane;
                        for (int i = 0; i < plane; i++) {
                            y[at + i] += factor * tap[i];
                        }
                    }
                }
            }
        });
        if (step.training()) {
            kept.keep(input);
        }
        work(shape).forward(step.training()).forEach(step.session()::vector);
        return output;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        FloatTensor input = kept.take();
        ConvShape shape = shape(input);
        FloatTensor inputGradient = first ? null : inputGradient(shape, outputGradient.data(), step);
        weightGradient(shape, input.data(), outputGradient.data(), step);
        work(shape).backward().forEach(step.session()::vector);
        return inputGradient;
    }

    private FloatTensor inputGradient(ConvShape shape, float[] g, Step step) {
        FloatTensor gradient = FloatTensor.zeros(shape.batch(), shape.inChannels(), shape.height(), shape.width());
        float[] w = weight.value().data();
        float[] out = gradient.data();
        int plane = shape.outHeight() * shape.outWidth();
        step.session().workers().forEachRange(shape.batch(), shape.macs() / shape.batch(), (from, to) -> {
            for (int n = from; n < to; n++) {
                for (int o = 0; o < shape.outChannels(); o++) {
                    for (int t = 0; t < taps(shape); t++) {
                        int group = o / shape.groupOutChannels();
                        scatter(
                                shape,
                                w[o * taps(shape) + t],
                                g,
                                (n * shape.outChannels() + o) * plane,
                                n,
                                group * taps(shape) + t,
                                out);
                    }
                }
            }
        });
        return gradient;
    }

    private void weightGradient(ConvShape shape, float[] x, float[] g, Step step) {
        int plane = shape.outHeight() * shape.outWidth();
        int filters = shape.groupOutChannels();
        int taps = taps(shape);
        float[] out = weight.gradient().data();
        Arrays.fill(out, 0f);
        long cost = shape.macs() / (shape.groups() * taps);
        step.session().workers().forEachRange(shape.groups() * taps, cost, (from, to) -> {
            float[] tap = new float[plane];
            float[] products = new float[plane];
            for (int t = from; t < to; t++) {
                for (int n = 0; n < shape.batch(); n++) {
                    gather(shape, x, n, t, tap);
                    for (int o = t / taps * filters; o < (t / taps + 1) * filters; o++) {
                        int at = (n * shape.outChannels() + o) * plane;
                        for (int i = 0; i < plane; i++) {
                            products[i] = g[at + i] * tap[i];
                        }
                        out[o * taps + t % taps] += LaneSum.of(products, 0, plane);
                    }
                }
            }
        });
    }

    /** Copies a tap of an image: t counts over all input channels' Kh x Kw. */
    private static void gather(ConvShape shape, float[] x, int image, int t, float[] tap) {
        int kernel = shape.kernelHeight() * shape.kernelWidth();
        int top = t % kernel / shape.kernelWidth() - shape.padding();
        int left = t % shape.kernelWidth() - shape.padding();
        int channel = (image * shape.inChannels() + t / kernel) * shape.height();
        int width = shape.outWidth();
        for (int row = 0; row < shape.outHeight(); row++) {
            int y = row * shape.stride() + top;
            boolean inside = y >= 0 && y < shape.height();
            int from = (channel + y) * shape.width() + left;
            for (int col = 0; col < width; col++) {
                int column = col * shape.stride() + left;
                tap[row * width + col] =
                        inside && column >= 0 && column < shape.width() ? x[from + col * shape.stride()] : 0f;
            }
        }
    }

    /** Adds a plane of gradients, times a weight, to where {@link #gather} took the tap from. */
    private static void scatter(ConvShape shape, float factor, float[] g, int at, int image, int t, float[] out) {
        int kernel = shape.kernelHeight() * shape.kernelWidth();
        int top = t % kernel / shape.kernelWidth() - shape.padding();
        int left = t % shape.kernelWidth() - shape.padding();
        int channel = (image * shape.inChannels() + t / kernel) * shape.height();
        int stride = shape.stride();
        int firstColumn = Math.max(0, (stride - 1 - left) / stride);
        int lastColumn = Math.min(shape.outWidth() - 1, Math.floorDiv(shape.width() - 1 - left, stride));
        for (int row = 0; row < shape.outHeight(); row++) {
            int y = row * stride + top;
            if (y < 0 || y >= shape.height()) {
                continue;
            }
            int to = (channel + y) * shape.width() + left;
            for (int col = firstColumn; col <= lastColumn; col++) {
                out[to + col * stride] += factor * g[at + row * shape.outWidth() + col];
            }
        }
    }

    /** Of a filter. */
    private static int taps(ConvShape shape) {
        return shape.groupInChannels() * shape.kernelHeight() * shape.kernelWidth();
    }

    private ConvShape shape(FloatTensor input) {
        return spec.shape(input.dim(0), new ActivationShape(input.dim(1), input.dim(2), input.dim(3)));
    }

    private FloatConvWork work(ConvShape shape) {
        return new FloatConvWork(name(), shape, first);
    }
}
