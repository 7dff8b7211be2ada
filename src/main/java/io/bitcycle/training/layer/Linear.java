package io.bitcycle.training.layer;

import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.LaneSum;
import io.bitcycle.workload.work.LinearWork;
import java.util.Arrays;
import java.util.List;

/**
 * A fully connected layer without quantization, its products in binary32 on the vector unit: [N, I] to [N, O].
 *
 * <p>Order: y = ({@link LaneSum} over the inputs of x · w) + bias. The gradient of x adds g · w over the outputs, those of w and
 * the bias add over the batch, in ascending order from 0. Each product is rounded before it is added.
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
        int batch = input.dim(0);
        FloatTensor output = FloatTensor.zeros(batch, outputs);
        float[] x = input.data();
        float[] w = weight.value().data();
        float[] y = output.data();
        // By output, so that a row of weights is fetched once for the whole batch.
        step.session().workers().forEachRange(outputs, (long) inputs * batch, (from, to) -> {
            float[] products = new float[inputs];
            for (int o = from; o < to; o++) {
                float shift = bias == null ? 0 : bias.value().data()[o];
                for (int n = 0; n < batch; n++) {
                    for (int i = 0; i < inputs; i++) {
                        products[i] = x[n * inputs + i] * w[o * inputs + i];
                    }
                    y[n * outputs + o] = LaneSum.of(products, 0, inputs) + shift;
                }
            }
        });
        if (step.training()) {
            kept.keep(input);
        }
        work(batch).forward(step.training()).forEach(step.session()::vector);
        return output;
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        FloatTensor input = kept.take();
        FloatTensor inputGradient = first ? null : inputGradient(outputGradient, step);
        parameterGradients(outputGradient.data(), input, step);
        work(input.dim(0)).backward().forEach(step.session()::vector);
        return inputGradient;
    }

    private FloatTensor inputGradient(FloatTensor outputGradient, Step step) {
        int batch = outputGradient.dim(0);
        FloatTensor gradient = FloatTensor.zeros(batch, inputs);
        float[] g = outputGradient.data();
        float[] w = weight.value().data();
        float[] out = gradient.data();
        step.session().workers().forEachRange(batch, (long) inputs * outputs, (from, to) -> {
            for (int n = from; n < to; n++) {
                for (int o = 0; o < outputs; o++) {
                    addProducts(g[n * outputs + o], w, o * inputs, out, n * inputs);
                }
            }
        });
        return gradient;
    }

    private void parameterGradients(float[] g, FloatTensor input, Step step) {
        int batch = input.dim(0);
        float[] x = input.data();
        float[] out = weight.gradient().data();
        step.session().workers().forEachRange(outputs, (long) inputs * batch, (from, to) -> {
            Arrays.fill(out, from * inputs, to * inputs, 0f);
            for (int o = from; o < to; o++) {
                float sum = 0;
                for (int n = 0; n < batch; n++) {
                    float error = g[n * outputs + o];
                    addProducts(error, x, n * inputs, out, o * inputs);
                    sum += error;
                }
                if (bias != null) {
                    bias.gradient().data()[o] = sum;
                }
            }
        });
    }

    /** sums[i] += factor · values[i] for one row of {@code inputs} elements. */
    private void addProducts(float factor, float[] values, int valuesFrom, float[] sums, int sumsFrom) {
        for (int i = 0; i < inputs; i++) {
            sums[sumsFrom + i] += factor * values[valuesFrom + i];
        }
    }

    private LinearWork work(int batch) {
        return new LinearWork(name, batch, inputs, outputs, bias != null, first);
    }
}
