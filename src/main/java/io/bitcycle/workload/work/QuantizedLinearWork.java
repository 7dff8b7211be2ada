package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.List;

/**
 * A fully connected layer on the array: a 1x1 convolution of a 1x1 image, then a bias, which rides along with sums on their way
 * out of or into the vector unit: additions, and the bias's own words.
 *
 * @param product the layer without its bias
 */
public record QuantizedLinearWork(ConvWork product) implements LayerWork {
    public static QuantizedLinearWork of(
            String layer, int batch, int inputs, int outputs, Quantization quantization, boolean first) {
        return new QuantizedLinearWork(
                new ConvWork(layer, ConvShape.linear(batch, inputs, outputs), quantization, first));
    }

    @Override
    public List<Operation> forward(boolean training) {
        List<Operation> ops = new ArrayList<>(product.forward(training));
        ops.add(bias(product.layer(), product.shape().batch(), product.shape().outChannels()));
        return ops;
    }

    @Override
    public List<Operation> backward() {
        List<Operation> ops = new ArrayList<>();
        ops.add(biasGradient(
                product.layer(), product.shape().batch(), product.shape().outChannels()));
        ops.addAll(product.backward());
        return ops;
    }

    public static VectorOp bias(String layer, long batch, long outputs) {
        return op(layer, TrainingPass.FORWARD, "bias", batch * outputs, words(outputs), Traffic.NONE)
                .inOrder(0, batch * outputs);
    }

    public static VectorOp biasGradient(String layer, long batch, long outputs) {
        long elements = batch * outputs;
        return op(layer, TrainingPass.BACKWARD_WEIGHT, "bias gradient", elements, words(elements), words(outputs))
                .inOrder(elements, 0);
    }

    @Override
    public boolean givesInputGradient() {
        return product.givesInputGradient();
    }

    @Override
    public List<ParameterSize> parameters() {
        List<ParameterSize> parameters = new ArrayList<>(product.parameters());
        parameters.add(
                new ParameterSize(product.layer(), "bias", product.shape().outChannels()));
        return parameters;
    }

    private static VectorOp op(
            String layer, TrainingPass pass, String name, long elements, Traffic reads, Traffic writes) {
        return new VectorOp(layer, pass, name, elements, 1, 0, 0, 0, reads, writes);
    }
}
