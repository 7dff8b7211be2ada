package io.bitcycle.training.fixed;

import io.bitcycle.workload.work.QuantizedLinearWork;
import java.util.List;
import java.util.Map;

/** A fully connected layer on the array: a 1x1 convolution of a 1x1 image, then the bias on the vector unit. */
final class FixedQuantizedLinear implements FixedLayer {
    private final FixedConv product;
    private final FixedBias bias;

    FixedQuantizedLinear(FixedConv product, FixedBias bias) {
        this.product = product;
        this.bias = bias;
    }

    @Override
    public String name() {
        return product.name();
    }

    @Override
    public List<FixedParameter> parameters() {
        return List.of(product.parameters().get(0), bias.parameter());
    }

    /** That of the product. */
    @Override
    public Map<String, int[]> state() {
        return product.state();
    }

    @Override
    public FixedTensor forward(FixedTensor input, FixedStep step) {
        int batch = input.dim(0);
        FixedTensor output = product.forward(input.reshaped(batch, input.dim(1), 1, 1), step);
        long[] sums = new long[output.size()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = output.mantissas()[i];
        }
        step.session().vector(QuantizedLinearWork.bias(name(), batch, output.dim(1)));
        return bias.added(sums, output.exponent(), step.parallel());
    }

    @Override
    public FixedTensor backward(FixedTensor outputGradient, FixedStep step) {
        int batch = outputGradient.dim(0);
        int outputs = outputGradient.dim(1);
        bias.setGradient(outputGradient, step.parallel());
        step.session().vector(QuantizedLinearWork.biasGradient(name(), batch, outputs));
        FixedTensor inputGradient = product.backward(outputGradient.reshaped(batch, outputs, 1, 1), step);
        return inputGradient == null ? null : inputGradient.reshaped(batch, inputGradient.dim(1));
    }
}
