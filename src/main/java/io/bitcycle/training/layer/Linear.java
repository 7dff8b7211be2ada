package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.work.LinearWork;
import java.util.Arrays;
import java.util.List;

/**
 * A fully connected layer without quantization, its products in binary32 on the vector unit: [N, I] to [N, O], in the order of
 * {@link LinearProduct}.
 */
public final class Linear implements Layer {
    private final String name;
    private final int inputs;
    private final int outputs;
    private final boolean first;
    private final Parameter weight;
    /** Null without bias. */
    private final Parameter bias;

    private final Kept<FloatTensor> kept;

    /**
     * @param weight [O, I], owned by the layer from now on
     * @param bias [O], or null for none
     * @param first whether this is the network's first layer, which needs no input gradient
     */
    public Linear(String name, FloatTensor weight, FloatTensor bias, boolean first) {
        if (weight.rank() != 2) {
            throw new IllegalArgumentException(
                    name + ": the weights are " + Arrays.toString(weight.shape()) + ", not [O, I]");
        }
        this.name = name;
        this.outputs = weight.dim(0);
        this.inputs = weight.dim(1);
        if (bias != null && bias.size() != outputs) {
            throw new IllegalArgumentException(name + ": " + bias.size() + " biases for " + outputs + " outputs");
        }
        this.first = first;
        this.weight = Parameter.of(name, "weight", weight);
        this.bias = bias == null ? null : Parameter.of(name, "bias", bias);
        this.kept = new Kept<>(name);
    }

    @Override
    public String name() {
        return name;
    }

    /** Weight [O, I] and, where there is one, bias [O]. */
    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(weight) : List.of(weight, bias);
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        if (input.rank() != 2 || input.dim(1) != inputs) {
            throw new IllegalArgumentException(
                    name + ": the input is " + Arrays.toString(input.shape()) + ", not [N, " + inputs + "]");
        }
        FloatTensor output = LinearProduct.forward(
                input,
                weight.value(),
                bias == null ? null : bias.value(),
                step.session().workers());
        if (step.training()) {
            kept.keep(input);
        }
        work(input.dim(0)).forward(step.training()).forEach(step.session()::vector);
        return output;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        FloatTensor input = kept.take();
        Parallel parallel = step.session().workers();
        FloatTensor inputGradient =
                first ? null : LinearProduct.inputGradient(outputGradient, weight.value(), parallel);
        LinearProduct.weightGradient(outputGradient, input, weight.gradient(), parallel);
        if (bias != null) {
            LinearProduct.biasGradient(outputGradient, bias.gradient());
        }
        work(input.dim(0)).backward().forEach(step.session()::vector);
        return inputGradient;
    }

    private LinearWork work(int batch) {
        return new LinearWork(name, batch, inputs, outputs, bias != null, first);
    }
}
