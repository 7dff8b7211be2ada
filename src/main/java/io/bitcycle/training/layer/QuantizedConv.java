package io.bitcycle.training.layer;

import io.bitcycle.hardware.VectorConfig;
import io.bitcycle.tensor.CodeTaker;
import io.bitcycle.tensor.FloatTensor;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.tensor.QuantizedTensor;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.tensor.Range;
import io.bitcycle.tensor.RunningRange;
import io.bitcycle.tensor.SpareArrays;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.layer.ConvSpec;
import io.bitcycle.workload.work.ConvWork;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A convolution whose three products run on the array on quantized operands: activations and weights at the forward bits,
 * errors at the backward bits. Both backward passes use the same error codes, except under a quantizer that folds the
 * weights' scale into a second copy.
 */
public final class QuantizedConv implements Layer {
    private final ConvSpec spec;
    private final int noiseLayer;
    private final Quantizer quantizer;
    private final boolean first;
    private final Parameter weight;
    private final RunningRange runningRange = new RunningRange();

    private QuantizedTensor inputCodes;
    private QuantizedTensor weightCodes;
    private QuantizedConvolution convolution;

    /**
     * @param noiseLayer the layer's coordinate in the error noise
     * @param weights initial values [O, C/g, Kh, Kw], owned by the layer from now on
     * @param first whether this is the network's first layer, which has no backward-data pass
     */
    public QuantizedConv(ConvSpec spec, int noiseLayer, FloatTensor weights, Quantizer quantizer, boolean first) {
        this.spec = spec;
        this.noiseLayer = noiseLayer;
        this.quantizer = quantizer;
        this.first = first;
        this.weight = Parameter.of(spec.name(), "weight", weights);
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight);
    }

    @Override
    public boolean givesAway() {
        return true;
    }

    @Override
    public OptionalInt noiseLayer() {
        return OptionalInt.of(noiseLayer);
    }

    @Override
    public boolean keepsInput() {
        return false;
    }

    /** The range that evaluation quantizes activations with. */
    @Override
    public Map<String, FloatTensor> state() {
        return Map.of("running_range", runningRange.state());
    }

    @Override
    public FloatTensor forward(FloatTensor input, Step step) {
        return forward(input, false, step);
    }

    @Override
    public FloatTensor forwardOver(FloatTensor input, Step step) {
        return forward(input, true, step);
    }

    /** @param over whether the output may be written over the input, which is codes by then */
    private FloatTensor forward(FloatTensor input, boolean over, Step step) {
        Parallel parallel = step.session().workers();
        ConvShape shape = spec.shape(input.dim(0), new ActivationShape(input.dim(1), input.dim(2), input.dim(3)));
        ConvWork work = work(shape, step);

        QuantizedTensor quantizedWeight =
                quantizer.weight(weight.value(), step.precision().weightBits(), parallel);
        work.quantizeWeights().forEach(step.session()::vector);

        Range range = runningRange.current();
        if (step.training()) {
            range = quantizer.activationRange(input, parallel);
            runningRange.update(range);
        }
        SpareArrays spares = step.session().spares();
        QuantizedConvolution products = new QuantizedConvolution(name(), shape, VectorConfig.WORD_BITS, step.session());
        QuantizedTensor quantizedInput = quantizer.activation(
                input,
                range,
                step.precision().activationBits(),
                parallel,
                taker(step, () -> products.input(step.training())));
        work.quantizeActivations(step.training()).forEach(step.session()::vector);

        TensorObserver observer = step.observer();
        observer.codes(name(), "input_codes", quantizedInput.codes());
        observer.codes(name(), "weight_codes", quantizedWeight.codes());
        int size = shape.batch() * shape.outChannels() * shape.outHeight() * shape.outWidth();
        QuantizedConvolution.Forward product = products.forward(
                quantizedInput, quantizedWeight, observer.wantsAccumulators(), room(over, input, size, step));
        FloatTensor output = product.output();
        if (observer.wantsAccumulators()) {
            observer.forwardAccumulators(name(), product.codeProducts(), output.shape());
        }
        step.session().vector(work.dequantizeOutput());
        if (step.training()) {
            convolution = products;
            inputCodes = quantizedInput;
            weightCodes = quantizedWeight;
        } else {
            products.close();
            spares.give(quantizedInput.codes().patterns());
        }
        return output;
    }

    /** Codes are prepared as they are quantized, except where somebody observes the step: that is the slow twin. */
    private static CodeTaker taker(Step step, Supplier<CodeTaker> preparing) {
        return step.observer() == TensorObserver.NONE
                ? preparing.get()
                : CodeTaker.in(step.session().spares());
    }

    /** As many elements as asked for: the tensor's own if it may be written over and has as many. */
    private static float[] room(boolean over, FloatTensor tensor, int size, Step step) {
        if (over && tensor.size() == size) {
            return tensor.data();
        }
        if (over) {
            step.session().spares().give(tensor.data());
        }
        return step.session().spares().floats(size);
    }

    @Override
    public FloatTensor backward(FloatTensor outputGradient, Step step) {
        return backward(outputGradient, false, step, null);
    }

    @Override
    public FloatTensor backwardOver(FloatTensor outputGradient, Step step) {
        return backward(outputGradient, true, step, null);
    }

    /** @param errors takes the error's codes, for whoever else multiplies with them */
    FloatTensor backward(FloatTensor outputGradient, Step step, Consumer<QuantizedTensor> errors) {
        return backward(outputGradient, false, step, errors);
    }

    /** @param errors null for nobody */
    private FloatTensor backward(
            FloatTensor outputGradient, boolean over, Step step, Consumer<QuantizedTensor> errors) {
        Parallel parallel = step.session().workers();
        int bits = step.precision().backwardBits();
        ConvWork work = work(convolution.shape(), step);

        QuantizedBackwardData data = first
                ? null
                : new QuantizedBackwardData(name(), convolution.shape(), VectorConfig.WORD_BITS, step.session());
        SpareArrays spares = step.session().spares();
        boolean alike = data != null && !quantizer.foldsWeightScale();
        CodeTaker taker = taker(
                step,
                () -> convolution.error(
                        alike ? data.error(quantizer.format(bits), weightCodes) : CodeTaker.in(spares)));
        QuantizedTensor error = quantizer.error(
                outputGradient,
                quantizer.errorRange(outputGradient, parallel),
                bits,
                step.noise().error(step.iteration(), noiseLayer),
                parallel,
                taker);
        work.quantizeErrors().forEach(step.session()::vector);

        step.observer().codes(name(), "grad_output_codes", error.codes());
        if (errors != null) {
            errors.accept(error);
        }
        FloatTensor gradient = convolution.backwardWeight(inputCodes, error);
        step.session().vector(work.dequantizeWeightGradient());
        System.arraycopy(gradient.data(), 0, weight.gradient().data(), 0, gradient.size());
        convolution.close();
        FloatTensor inputGradient = first ? null : backwardData(data, outputGradient, over, error, step, work);
        if (first && over) {
            spares.give(outputGradient.data());
        }
        spares.give(inputCodes.codes().patterns());
        if (errors == null) {
            spares.give(error.codes().patterns());
        }
        convolution = null;
        inputCodes = null;
        weightCodes = null;
        return inputGradient;
    }

    private FloatTensor backwardData(
            QuantizedBackwardData data,
            FloatTensor outputGradient,
            boolean over,
            QuantizedTensor error,
            Step step,
            ConvWork work) {
        QuantizedTensor operand = error;
        if (quantizer.foldsWeightScale()) {
            FloatTensor folded = QuantizedBackwardData.folded(
                    outputGradient, weightCodes, step.session().workers());
            int bits = step.precision().backwardBits();
            operand = quantizer.error(
                    folded,
                    bits,
                    step.noise().foldedError(step.iteration(), noiseLayer),
                    step.session().workers());
            work.quantizeFoldedErrors().forEach(step.session()::vector);
            step.observer().codes(name(), "folded_grad_output_codes", operand.codes());
        }
        ConvShape shape = convolution.shape();
        int size = shape.batch() * shape.inChannels() * shape.height() * shape.width();
        float[] room = room(over, outputGradient, size, step);
        if (!QuantizedBackwardData.writesAll(shape)) {
            step.session().workers().forEachRange(size, 1, (from, to) -> Arrays.fill(room, from, to, 0));
        }
        FloatTensor result = data.backwardData(operand, weightCodes, quantizer.foldsWeightScale(), room);
        step.session().vector(work.dequantizeInputGradient());
        return result;
    }

    private ConvWork work(ConvShape shape, Step step) {
        return new ConvWork(name(), shape, step.quantization(quantizer), first);
    }
}
