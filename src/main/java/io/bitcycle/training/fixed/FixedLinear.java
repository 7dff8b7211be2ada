package io.bitcycle.training.fixed;

import io.bitcycle.tensor.Parallel;
import io.bitcycle.workload.work.LinearWork;
import java.util.List;

/**
 * A fully connected layer on the vector unit, [N, I] to [N, O]: exact sums of products of integers. Both factors are narrowed
 * first to what lets 63 bits hold the sum ({@link FixedFormat#factorBits}).
 */
final class FixedLinear implements FixedLayer {
    private final String name;
    private final boolean first;
    private final FixedFormat format;
    private final FixedParameter weight;
    private final FixedBias bias;
    private FixedTensor kept;

    /**
     * @param first whether this is the network's first layer, which gives no input gradient
     * @param weights initial values [O, I], owned by the layer from now on
     */
    FixedLinear(String name, boolean first, FixedTensor weights, FixedBias bias, FixedFormat format) {
        this.name = name;
        this.first = first;
        this.format = format;
        this.weight = new FixedParameter(name, "weight", weights);
        this.bias = bias;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<FixedParameter> parameters() {
        return List.of(weight, bias.parameter());
    }

    @Override
    public FixedTensor forward(FixedTensor input, FixedStep step) {
        int batch = input.dim(0);
        int inputs = input.dim(1);
        int outputs = weight.value().dim(0);
        Parallel parallel = step.parallel();
        FixedTensor x = narrowed(input, inputs, parallel);
        FixedTensor w = narrowed(weight.value(), inputs, parallel);
        long[] sums = new long[batch * outputs];
        parallel.forEachRange(batch, (long) inputs * outputs, (from, to) -> {
            for (int i = from * outputs; i < to * outputs; i++) {
                int row = i / outputs * inputs;
                int column = i % outputs * inputs;
                for (int k = 0; k < inputs; k++) {
                    sums[i] += (long) x.mantissas()[row + k] * w.mantissas()[column + k];
                }
            }
        });
        if (step.training()) {
            kept = input;
        }
        work(batch).forward(step.training()).forEach(step.session()::vector);
        return bias.added(sums, x.exponent() + w.exponent(), parallel);
    }

    @Override
    public FixedTensor backward(FixedTensor outputGradient, FixedStep step) {
        FixedTensor input = kept;
        kept = null;
        Parallel parallel = step.parallel();
        FixedTensor inputGradient = first ? null : inputGradient(outputGradient, parallel);
        setWeightGradient(outputGradient, input, parallel);
        bias.setGradient(outputGradient, parallel);
        work(input.dim(0)).backward().forEach(step.session()::vector);
        return inputGradient;
    }

    private FixedTensor inputGradient(FixedTensor outputGradient, Parallel parallel) {
        int batch = outputGradient.dim(0);
        int outputs = outputGradient.dim(1);
        int inputs = weight.value().dim(1);
        FixedTensor g = narrowed(outputGradient, outputs, parallel);
        FixedTensor w = narrowed(weight.value(), outputs, parallel);
        long[] sums = new long[batch * inputs];
        parallel.forEachRange(batch, (long) inputs * outputs, (from, to) -> {
            for (int i = from * outputs; i < to * outputs; i++) {
                addProducts(g.mantissas()[i], w, i % outputs * inputs, sums, i / outputs * inputs, inputs);
            }
        });
        return FixedTensor.narrow(sums, g.exponent() + w.exponent(), format.bits(), parallel, batch, inputs);
    }

    private void setWeightGradient(FixedTensor outputGradient, FixedTensor input, Parallel parallel) {
        int batch = outputGradient.dim(0);
        int outputs = outputGradient.dim(1);
        int inputs = weight.value().dim(1);
        FixedTensor g = narrowed(outputGradient, batch, parallel);
        FixedTensor x = narrowed(input, batch, parallel);
        long[] sums = new long[outputs * inputs];
        parallel.forEachRange(outputs, (long) inputs * batch, (from, to) -> {
            for (int o = from; o < to; o++) {
                for (int n = 0; n < batch; n++) {
                    addProducts(g.mantissas()[n * outputs + o], x, n * inputs, sums, o * inputs, inputs);
                }
            }
        });
        weight.setGradient(FixedTensor.narrow(
                sums,
                g.exponent() + x.exponent(),
                format.bits(),
                parallel,
                weight.value().shape()));
    }

    private static void addProducts(long factor, FixedTensor values, int from, long[] sums, int to, int count) {
        for (int i = 0; i < count; i++) {
            sums[to + i] += factor * values.mantissas()[from + i];
        }
    }

    private static FixedTensor narrowed(FixedTensor factor, int terms, Parallel parallel) {
        return factor.narrowed(FixedFormat.factorBits(terms), parallel);
    }

    private LinearWork work(int batch) {
        return new LinearWork(name, batch, weight.value().dim(1), weight.value().dim(0), true, first);
    }
}
