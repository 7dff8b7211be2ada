package io.bitcycle.workload;

import java.util.List;

/** What shape a layer makes of its input. */
public final class LayerShapes {
    private LayerShapes() {}

    /**
     * The output shape.
     *
     * @throws IllegalArgumentException when the layer cannot take the input, with the reason
     */
    public static ActivationShape output(LayerSpec layer, ActivationShape input) {
        if (layer instanceof LayerSpec.Conv conv) {
            require("in", conv.in(), "channels", input.channels(), input);
            ConvShape shape = conv.shape(1, input);
            return new ActivationShape(conv.out(), shape.outHeight(), shape.outWidth());
        }
        if (layer instanceof LayerSpec.Linear linear) {
            require("in", linear.in(), "features", input.features(), input);
            return new ActivationShape(linear.out(), 1, 1);
        }
        if (layer instanceof LayerSpec.BatchNorm norm) {
            require("channels", norm.channels(), "channels", input.channels(), input);
            return input;
        }
        if (layer instanceof LayerSpec.MaxPool pool) {
            return pooled(input, pool.kernel(), pool.stride());
        }
        if (layer instanceof LayerSpec.AveragePool pool) {
            return pooled(input, pool.kernel(), pool.stride());
        }
        if (layer instanceof LayerSpec.GlobalAveragePool) {
            return new ActivationShape(input.channels(), 1, 1);
        }
        if (layer instanceof LayerSpec.Residual residual) {
            ActivationShape body = output(residual.body(), input);
            ActivationShape shortcut = output(residual.shortcut(), input);
            if (!body.equals(shortcut)) {
                throw new IllegalArgumentException(
                        "the body gives " + body + ", the shortcut " + shortcut + "; their sum needs equal shapes");
            }
            return body;
        }
        return input;
    }

    /** The output of layers one after the other. */
    public static ActivationShape output(List<LayerSpec> layers, ActivationShape input) {
        ActivationShape shape = input;
        for (LayerSpec layer : layers) {
            shape = output(layer, shape);
        }
        return shape;
    }

    private static ActivationShape pooled(ActivationShape input, int kernel, int stride) {
        if (kernel > input.height() || kernel > input.width()) {
            throw new IllegalArgumentException("a window of " + kernel + "x" + kernel + " is larger than its input of "
                    + input.height() + "x" + input.width());
        }
        return new ActivationShape(
                input.channels(), (input.height() - kernel) / stride + 1, (input.width() - kernel) / stride + 1);
    }

    private static void require(String key, int stated, String what, int actual, ActivationShape input) {
        if (stated != actual) {
            throw new IllegalArgumentException(
                    key + " is " + stated + ", but the input of " + input + " has " + actual + " " + what);
        }
    }
}
