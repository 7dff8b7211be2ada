package io.bitcycle.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * A network and how its source trains it.
 *
 * @param source where shapes and hyper-parameters come from
 * @param input shape of one sample
 * @param layers from input to class scores, repeats unrolled
 * @param recipe hyper-parameters
 */
public record NetworkSpec(
        String name, String source, ActivationShape input, int classes, List<LayerSpec> layers, Recipe recipe) {
    public NetworkSpec {
        layers = List.copyOf(layers);
    }

    /**
     * Hyper-parameters of training.
     *
     * @param schedule name of the learning-rate schedule
     */
    public record Recipe(
            int batch, int epochs, double learningRate, double momentum, double weightDecay, String schedule) {}

    /** A convolution or linear layer as a convolution, with the shape it sees. */
    public record Product(LayerSpec layer, ConvShape shape) {}

    /** Every convolution and linear layer in execution order, quantized or not, for batches of {@code batch}. */
    public List<Product> products(int batch) {
        List<Product> products = new ArrayList<>();
        collect(layers, input, batch, products);
        return products;
    }

    /** Nominal multiply-accumulates of one sample's forward pass: every convolution and linear layer. */
    public long forwardMacs() {
        return products(1).stream().mapToLong(product -> product.shape().macs()).sum();
    }

    private static ActivationShape collect(
            List<LayerSpec> layers, ActivationShape input, int batch, List<Product> products) {
        ActivationShape shape = input;
        for (LayerSpec layer : layers) {
            if (layer instanceof LayerSpec.Conv conv) {
                products.add(new Product(conv, conv.shape(batch, shape)));
            } else if (layer instanceof LayerSpec.Linear linear) {
                products.add(new Product(linear, ConvShape.linear(batch, linear.in(), linear.out())));
            } else if (layer instanceof LayerSpec.Residual residual) {
                collect(residual.body(), shape, batch, products);
                collect(residual.shortcut(), shape, batch, products);
            }
            shape = LayerShapes.output(layer, shape);
        }
        return shape;
    }
}
