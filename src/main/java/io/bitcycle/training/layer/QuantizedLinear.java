package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.workload.layer.ConvSpec;
import io.bitcycle.workload.work.QuantizedLinearWork;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A fully connected layer on the array: a 1x1 convolution of a 1x1 image, then a binary32 bias on the vector unit. */
public final class QuantizedLinear implements Layer {
    private final QuantizedConv product;
    private final Parameter bias;

    /**
     * @param weight [O, I], owned by the layer from now on
     * @param bias [O], likewise
     */
    public QuantizedLinear(
            String name, int noiseLayer, FloatTensor weight, FloatTensor bias, Quantizer quantizer, boolean first) {
        int outputs = weight.dim(0);
        int inputs = weight.dim(1);
        ConvSpec spec = new ConvSpec(name, inputs, outputs, 1, 1, 0, 1, true);
        this.product = new QuantizedConv(spec, noiseLayer, weight.reshaped(outputs, inputs, 1, 1), quantizer, first);
        this.bias = Parameter.of(name, "bias", bias);
    }

    @Override
    public String name() {
        return product.name();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(product.parameters().get(0), bias);
    }

    @Override
    public OptionalInt noiseLayer() {
        return product.noiseLayer();
    }

    /** That of the product. */
    @Override
    public Map<String, FloatTensor> state() {
        return product.state();
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        int batch = input.dim(0);
        int outputs = bias.value().size();
        FloatTensor output = product.forward(input.reshaped(batch, input.dim(1), 1, 1), step);
        for (int n = 0; n < batch; n++) {
            for (int o = 0; o < outputs; o++) {
                output.data()[n * outputs + o] += bias.value().data()[o];
            }
        }
        step.session().vector(QuantizedLinearWork.bias(name(), batch, outputs));
        return output.reshaped(batch, outputs);
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        return backward(outputGradient, step, codes -> {});
    }

    /** @param errors takes the error's codes, [N, O, 1, 1] */
    FloatTensor backward(FloatTensor outputGradient, Step step, Consumer<QuantizedTensor> errors) {
        int batch = outputGradient.dim(0);
        int outputs = outputGradient.dim(1);
        LinearProduct.biasGradient(outputGradient, bias.gradient());
        step.session().vector(QuantizedLinearWork.biasGradient(name(), batch, outputs));
        FloatTensor inputGradient = product.backward(outputGradient.reshaped(batch, outputs, 1, 1), step, errors);
        return inputGradient == null ? null : inputGradient.reshaped(batch, inputGradient.dim(1));
    }
}
