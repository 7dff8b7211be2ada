package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.Product;
import io.bitcycle.workload.work.ConvWork;
import io.bitcycle.workload.work.LayerWork;
import io.bitcycle.workload.work.LinearWork;
import io.bitcycle.workload.work.Quantization;
import io.bitcycle.workload.work.QuantizedLinearWork;
import io.bitcycle.workload.work.SequentialWork;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a layer stands in a network.
 *
 * @param batch samples
 * @param input shape of one of them
 * @param inputGradient whether a layer before it learns, so that the gradient by the input is needed
 */
public record LayerSite(int batch, ActivationShape input, boolean inputGradient) {
    /** Tokens of the whole batch. */
    public int rows() {
        return Math.multiplyExact(batch, input.tokens());
    }

    /** Elements of the batch. */
    public long inputs() {
        return batch * input.elements();
    }

    /** Elements that a layer here makes of the batch. */
    long outputs(LayerSpec layer) {
        return batch * layer.output(input).elements();
    }

    /** Some of the tokens here, each a sample of its own. */
    LayerSite withRows(int rows, int features) {
        return new LayerSite(rows, ActivationShape.sequence(1, features), inputGradient);
    }

    /** A matrix applied to each token of the batch. */
    ConvShape linear(int in, int out) {
        return ConvShape.linear(rows(), in, out);
    }

    /** The work of a matrix applied to each token of the batch. */
    LayerWork matrix(String name, int in, int out, boolean quantized, Quantization quantization) {
        return quantized
                ? new ConvWork(name, linear(in, out), quantization, !inputGradient)
                : new LinearWork(name, rows(), in, out, false, !inputGradient);
    }

    /** The same with a bias. */
    LayerWork linear(String name, int in, int out, boolean quantized, Quantization quantization) {
        return quantized
                ? QuantizedLinearWork.of(name, rows(), in, out, quantization, !inputGradient)
                : new LinearWork(name, rows(), in, out, true, !inputGradient);
    }

    /** The site behind {@code layer}, which stands here. */
    LayerSite after(LayerSpec layer) {
        return new LayerSite(batch, layer.output(input), inputGradient || layer.hasParameters());
    }

    /** The products of layers one after the other, of which the first stands here. */
    public List<Product> products(List<LayerSpec> layers) {
        List<Product> products = new ArrayList<>();
        LayerSite site = this;
        for (LayerSpec layer : layers) {
            products.addAll(layer.products(site));
            site = site.after(layer);
        }
        return products;
    }

    /** The work of layers one after the other, of which the first stands here. */
    public SequentialWork works(List<LayerSpec> layers, Quantization quantization) {
        List<LayerWork> works = new ArrayList<>();
        LayerSite site = this;
        for (LayerSpec layer : layers) {
            works.add(layer.work(site, quantization));
            site = site.after(layer);
        }
        return new SequentialWork(works);
    }
}
