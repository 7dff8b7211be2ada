package io.bitcycle.workload.work;

import io.bitcycle.workload.ConvLowering;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution whose products run on the array on quantized operands, with the vector work around them. A tensor whose range
 * is dynamic is written by its producer as words of the vector unit; its range is found on the way, then it is read again,
 * quantized, and written as packed codes. The network's input has no producer here: finding its range reads it. Integer sums turn into values as they leave the array; their way to DRAM is counted
 * with the matrix operation.
 *
 * @param first whether this is the network's first layer, which has no backward-data pass
 */
public record ConvWork(String layer, ConvShape shape, Quantization quantization, boolean first) implements LayerWork {
    /** Minimum and maximum: two comparisons. */
    private static final int RANGE_ADDS = 2;

    @Override
    public List<Operation> forward(boolean training) {
        List<Operation> ops = new ArrayList<>(quantizeWeights());
        ops.addAll(quantizeActivations(training));
        ops.add(lowering().forward(quantization.activation(), quantization.weight()));
        ops.add(dequantizeOutput());
        return ops;
    }

    @Override
    public List<Operation> backward() {
        List<Operation> ops = new ArrayList<>(quantizeErrors());
        ops.add(lowering().backwardWeight(quantization.activation(), quantization.backward()));
        ops.add(dequantizeWeightGradient());
        if (!first) {
            if (quantization.quantizer().foldsWeightScale()) {
                ops.addAll(quantizeFoldedErrors());
            }
            ops.addAll(backwardData());
            ops.add(dequantizeInputGradient());
        }
        return ops;
    }

    /** The range of the weights, and their codes. */
    public List<VectorOp> quantizeWeights() {
        TrainingPass pass = TrainingPass.FORWARD;
        return List.of(
                range(pass, "weight range", weights()).beside(0),
                quantize(pass, "quantize weights", weights(), quantization.weightBits(), false)
                        .beside(0));
    }

    /** In training after finding their range, in evaluation within the running one. */
    public List<VectorOp> quantizeActivations(boolean training) {
        TrainingPass pass = TrainingPass.FORWARD;
        VectorOp quantize = quantize(pass, "quantize activations", inputs(), quantization.activationBits(), false);
        if (!training) {
            return List.of(quantize);
        }
        long read = first ? inputs() : 0;
        return List.of(range(pass, "activation range", inputs(), read), quantize);
    }

    public VectorOp dequantizeOutput() {
        return dequantize(TrainingPass.FORWARD, outputs()).beside(outputs());
    }

    public List<VectorOp> quantizeErrors() {
        TrainingPass pass = TrainingPass.BACKWARD_WEIGHT;
        return List.of(
                range(pass, "error range", outputs()),
                quantize(pass, "quantize errors", outputs(), quantization.backwardBits(), true));
    }

    public VectorOp dequantizeWeightGradient() {
        return dequantize(TrainingPass.BACKWARD_WEIGHT, weights()).beside(0);
    }

    /** Multiplies errors by the weights' relative scale on their way to the second quantizer. */
    public List<VectorOp> quantizeFoldedErrors() {
        TrainingPass pass = TrainingPass.BACKWARD_DATA;
        return List.of(
                new VectorOp(layer, pass, "fold weight scale", outputs(), 0, 1, 0, 0, Traffic.NONE, Traffic.NONE)
                        .beside(0),
                range(pass, "folded error range", outputs()),
                quantize(pass, "quantize folded errors", outputs(), quantization.backwardBits(), true));
    }

    public VectorOp dequantizeInputGradient() {
        return dequantize(TrainingPass.BACKWARD_DATA, inputs()).beside(inputs());
    }

    @Override
    public boolean givesInputGradient() {
        return !first;
    }

    @Override
    public List<ParameterSize> parameters() {
        return List.of(new ParameterSize(layer, "weight", weights()));
    }

    private List<MatrixOp> backwardData() {
        boolean perChannel = quantization.quantizer().scalesPerChannel()
                && !quantization.quantizer().foldsWeightScale()
                && shape.outChannels() > 1;
        return lowering().backwardData(quantization.backward(), quantization.weight(), perChannel);
    }

    private ConvLowering lowering() {
        return new ConvLowering(layer, shape, Float.SIZE);
    }

    private VectorOp range(TrainingPass pass, String name, long elements) {
        return range(pass, name, elements, 0);
    }

    /** @param read words that it reads, as nothing hands them over */
    private VectorOp range(TrainingPass pass, String name, long elements, long read) {
        return new VectorOp(layer, pass, name, elements, RANGE_ADDS, 0, 0, 0, Traffic.words(read), Traffic.NONE)
                .inOrder(read, 0);
    }

    /** @param stochastic whether noise is added before rounding, as for errors */
    private VectorOp quantize(TrainingPass pass, String name, long elements, int bits, boolean stochastic) {
        int adds = quantization.quantizeAdds(stochastic);
        Traffic codes = Traffic.codes(elements, bits);
        return new VectorOp(layer, pass, name, elements, adds, 0, 1, 0, Traffic.words(elements), codes)
                .inOrder(elements, 0);
    }

    private VectorOp dequantize(TrainingPass pass, long elements) {
        int adds = quantization.dequantizeAdds();
        int multiplies = quantization.dequantizeMultiplies();
        return new VectorOp(layer, pass, "dequantize", elements, adds, multiplies, 0, 0, Traffic.NONE, Traffic.NONE);
    }

    private long inputs() {
        return (long) shape.batch() * shape.inChannels() * shape.height() * shape.width();
    }

    private long outputs() {
        return (long) shape.batch() * shape.outChannels() * shape.outHeight() * shape.outWidth();
    }

    private long weights() {
        return (long) shape.outChannels() * shape.groupInChannels() * shape.kernelHeight() * shape.kernelWidth();
    }
}
