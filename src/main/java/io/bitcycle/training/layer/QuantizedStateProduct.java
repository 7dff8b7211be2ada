package io.bitcycle.training.layer;

import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Noise;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Range;
import io.bitcycle.tensor.RunningRange;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.VectorOp;
import io.bitcycle.workload.work.RecurrentWork;
import java.util.List;
import java.util.Map;

/** On the array. Each step's state and errors have a range of their own; in evaluation states have the running one. */
final class QuantizedStateProduct implements StateProduct {
    private final String name;
    private final int noiseLayer;
    private final Quantizer quantizer;
    private final Parameter weight;
    private final RunningRange runningRange = new RunningRange();
    private QuantizedTensor weightCodes;

    /** @param weights [O, H], owned from now on */
    QuantizedStateProduct(String name, int noiseLayer, FloatTensor weights, Quantizer quantizer) {
        this.name = name;
        this.noiseLayer = noiseLayer;
        this.quantizer = quantizer;
        this.weight = Parameter.of(name, "weight", weights);
    }

    @Override
    public Parameter weight() {
        return weight;
    }

    @Override
    public Map<String, FloatTensor> state() {
        return Map.of("running_range", runningRange.state());
    }

    @Override
    public void forwardSteps(RecurrentWork work, Step step, Runnable steps) {
        FloatTensor values = weight.value();
        weightCodes = quantizer.weight(
                values.reshaped(values.dim(0), values.dim(1), 1, 1),
                step.precision().weightBits(),
                step.session().workers());
        run(work.forward(step.training()), step, steps);
    }

    /** Records vector work and lets {@code steps} execute the operation of the array, which stands among it. */
    private static void run(List<Operation> ops, Step step, Runnable steps) {
        for (Operation op : ops) {
            if (op instanceof MatrixOp product) {
                step.session().inTurn(product, steps);
            } else {
                step.session().vector((VectorOp) op);
            }
        }
    }

    @Override
    public FloatTensor forward(FloatTensor state, Step step) {
        Parallel parallel = step.session().workers();
        FloatTensor image = image(state);
        Range range = runningRange.current();
        if (step.training()) {
            range = quantizer.activationRange(image, parallel);
            runningRange.update(range);
        }
        QuantizedTensor codes =
                quantizer.activation(image, range, step.precision().activationBits(), parallel);
        return rows(convolution(state.dim(0), step)
                .forward(codes, weightCodes, false)
                .output());
    }

    @Override
    public void backwardSteps(RecurrentWork work, Step step, Runnable steps) {
        List<Operation> ops = work.backwardData();
        if (ops.isEmpty()) {
            steps.run();
        }
        run(ops, step, steps);
    }

    @Override
    public FloatTensor backwardData(FloatTensor errors, int number, Step step) {
        Parallel parallel = step.session().workers();
        boolean folds = quantizer.foldsWeightScale();
        FloatTensor image = image(errors);
        FloatTensor operand = folds ? QuantizedBackwardData.folded(image, weightCodes, parallel) : image;
        Noise all = folds
                ? step.noise().foldedError(step.iteration(), noiseLayer)
                : step.noise().error(step.iteration(), noiseLayer);
        int first = Math.multiplyExact(number, errors.size());
        Noise own = (from, out, count) -> all.fill(first + from, out, count);
        QuantizedTensor codes = quantizer.error(operand, step.precision().backwardBits(), own, parallel);
        return rows(new QuantizedBackwardData(name, shape(errors.dim(0)), VectorConfig.WORD_BITS, step.session())
                .backwardData(codes, weightCodes, folds));
    }

    @Override
    public void backwardWeight(
            RecurrentWork work, FloatTensor states, FloatTensor errors, QuantizedTensor errorCodes, Step step) {
        Parallel parallel = step.session().workers();
        FloatTensor image = image(states);
        QuantizedTensor codes = quantizer.activation(
                image,
                quantizer.activationRange(image, parallel),
                step.precision().activationBits(),
                parallel);
        for (Operation op : work.backwardWeight()) {
            if (op instanceof VectorOp vector) {
                step.session().vector(vector);
            } else {
                FloatTensor gradient = convolution(states.dim(0), step).backwardWeight(codes, errorCodes);
                System.arraycopy(gradient.data(), 0, weight.gradient().data(), 0, gradient.size());
            }
        }
        weightCodes = null;
    }

    private QuantizedConvolution convolution(int batch, Step step) {
        return new QuantizedConvolution(name, shape(batch), VectorConfig.WORD_BITS, step.session());
    }

    private ConvShape shape(int batch) {
        return ConvShape.linear(batch, weight.value().dim(1), weight.value().dim(0));
    }

    private static FloatTensor image(FloatTensor rows) {
        return rows.reshaped(rows.dim(0), rows.dim(1), 1, 1);
    }

    private static FloatTensor rows(FloatTensor image) {
        return image.reshaped(image.dim(0), image.dim(1));
    }
}
