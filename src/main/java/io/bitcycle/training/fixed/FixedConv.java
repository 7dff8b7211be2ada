package io.bitcycle.training.fixed;

import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.precision.Precision;
import io.bitcycle.tensor.Parallel;
import io.bitcycle.tensor.Quantizer;
import io.bitcycle.workload.ActivationShape;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.layer.ConvSpec;
import io.bitcycle.workload.work.ConvWork;
import io.bitcycle.workload.work.Quantization;
import java.util.List;
import java.util.Map;

/**
 * A convolution whose three products run on the array: activations and weights at the forward bits, rounded half to even, errors
 * at the backward bits, rounded stochastically. Sums leave the array exact; each result takes the exponent of its two operands
 * together and is narrowed to the vector unit's words.
 */
final class FixedConv implements FixedLayer {
    private final ConvSpec spec;
    private final int number;
    private final boolean first;
    private final FixedFormat format;
    private final Quantizer quantizer;
    private final FixedParameter weight;
    /** Mantissa and exponent. */
    private final int[] runningMagnitude = new int[2];

    private FixedCodes inputCodes;
    private FixedCodes weightCodes;
    private FixedConvolution convolution;

    /**
     * @param number the layer's coordinate in random streams
     * @param first whether this is the network's first layer, which has no backward-data pass
     * @param weights initial values [O, C/g, Kh, Kw], owned by the layer from now on
     */
    FixedConv(ConvSpec spec, int number, boolean first, FixedTensor weights, FixedFormat format, Quantizer quantizer) {
        this.spec = spec;
        this.number = number;
        this.first = first;
        this.format = format;
        this.quantizer = quantizer;
        this.weight = new FixedParameter(spec.name(), "weight", weights);
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public List<FixedParameter> parameters() {
        return List.of(weight);
    }

    /** The greatest magnitude of activations that evaluation quantizes with. */
    @Override
    public Map<String, int[]> state() {
        return Map.of("running_magnitude", runningMagnitude);
    }

    @Override
    public FixedTensor forward(FixedTensor input, FixedStep step) {
        Parallel parallel = step.parallel();
        Precision precision = step.precision();
        ConvShape shape = spec.shape(input.dim(0), new ActivationShape(input.dim(1), input.dim(2), input.dim(3)));
        ConvWork work = work(shape, precision);

        FixedCodes weights = FixedCodes.nearest(weight.value(), precision.weightBits(), parallel);
        work.quantizeWeights().forEach(step.session()::vector);

        FixedCodes activations;
        if (step.training()) {
            activations = FixedCodes.nearest(input, precision.activationBits(), parallel);
            Scalar measured = Scalar.of(input.magnitude(parallel), input.exponent());
            Running.set(runningMagnitude, 0, Running.moved(Running.get(runningMagnitude, 0), measured));
        } else {
            activations =
                    FixedCodes.nearest(input, Running.get(runningMagnitude, 0), precision.activationBits(), parallel);
        }
        work.quantizeActivations(step.training()).forEach(step.session()::vector);

        FixedConvolution products = new FixedConvolution(name(), shape, step.session());
        FixedTensor output = FixedTensor.narrow(
                products.forward(activations, weights),
                activations.exponent() + weights.exponent(),
                format.bits(),
                parallel,
                shape.batch(),
                shape.outChannels(),
                shape.outHeight(),
                shape.outWidth());
        step.session().vector(work.dequantizeOutput());
        if (step.training()) {
            convolution = products;
            inputCodes = activations;
            weightCodes = weights;
        }
        return output;
    }

    @Override
    public FixedTensor backward(FixedTensor outputGradient, FixedStep step) {
        Parallel parallel = step.parallel();
        ConvShape shape = convolution.shape();
        ConvWork work = work(shape, step.precision());
        FixedCodes error = FixedCodes.stochastic(
                outputGradient,
                step.precision().backwardBits(),
                step.random().stream(RandomPurpose.ERROR_NOISE, step.iteration(), number),
                parallel);
        work.quantizeErrors().forEach(step.session()::vector);

        weight.setGradient(FixedTensor.narrow(
                convolution.backwardWeight(inputCodes, error),
                inputCodes.exponent() + error.exponent(),
                format.bits(),
                parallel,
                weight.value().shape()));
        step.session().vector(work.dequantizeWeightGradient());
        FixedTensor inputGradient = null;
        if (!first) {
            inputGradient = FixedTensor.narrow(
                    convolution.backwardData(error, weightCodes),
                    error.exponent() + weightCodes.exponent(),
                    format.bits(),
                    parallel,
                    shape.batch(),
                    shape.inChannels(),
                    shape.height(),
                    shape.width());
            step.session().vector(work.dequantizeInputGradient());
        }
        convolution = null;
        inputCodes = null;
        weightCodes = null;
        return inputGradient;
    }

    private ConvWork work(ConvShape shape, Precision precision) {
        Quantization quantization = new Quantization(
                quantizer, precision.weightBits(), precision.activationBits(), precision.backwardBits());
        return new ConvWork(name(), shape, quantization, first);
    }
}
