package io.bitcycle.workload;

import java.util.List;

/** A layer of a network description: geometry, no values. Names are unique in a network. */
public sealed interface LayerSpec {
    String name();

    /**
     * A convolution without bias.
     *
     * @param quantized whether its products run on the array (else on the vector unit, in binary32)
     */
    record Conv(String name, int in, int out, int kernel, int stride, int padding, int groups, boolean quantized)
            implements LayerSpec {
        /** The geometry for a batch of inputs of the given shape. */
        public ConvShape shape(int batch, ActivationShape input) {
            return new ConvShape(
                    batch, in, input.height(), input.width(), out, kernel, kernel, stride, padding, groups);
        }
    }

    /** A fully connected layer with bias; flattens its input. */
    record Linear(String name, int in, int out, boolean quantized) implements LayerSpec {}

    record BatchNorm(String name, int channels) implements LayerSpec {}

    record Relu(String name) implements LayerSpec {}

    record MaxPool(String name, int kernel, int stride) implements LayerSpec {}

    record AveragePool(String name, int kernel, int stride) implements LayerSpec {}

    record GlobalAveragePool(String name) implements LayerSpec {}

    /** The sum of a body and a shortcut; an empty shortcut is the identity. */
    record Residual(String name, List<LayerSpec> body, List<LayerSpec> shortcut) implements LayerSpec {
        public Residual {
            body = List.copyOf(body);
            shortcut = List.copyOf(shortcut);
        }
    }
}
