package io.bitcycle.workload.work;

import io.bitcycle.workload.Lowering;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.RecurrentProduct;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.List;

/**
 * The product of a recurrent layer's state with its weights. State and errors are quantized step by step, each step within its own
 * range, counted together. Backward-weight sums over all steps, so its operands need one scale each: the states are quantized once
 * more, within the range of all steps; the errors' codes are those of the input's product, which are made like that.
 */
public record RecurrentWork(RecurrentProduct product, Quantization quantization) {
    public List<Operation> forward(boolean training) {
        TrainingPass pass = TrainingPass.FORWARD;
        ProductSteps steps = steps();
        if (!product.quantized()) {
            // The weights are read at each step.
            long weights = product.rightElements() * product.steps();
            return List.of(steps.inWords(pass, "product", product.macs(), product.leftElements() + weights, results()));
        }
        List<Operation> ops = new ArrayList<>(
                steps.quantize(pass, "weights", product.rightElements(), quantization.weightBits(), true));
        ops.addAll(
                steps.quantize(pass, "activations", product.leftElements(), quantization.activationBits(), training));
        ops.add(lowering().forward(quantization.activation(), quantization.weight()));
        ops.add(steps.dequantize(pass, results()));
        return ops;
    }

    /** The gradient by the state before each step; that before the first is given. */
    public List<Operation> backwardData() {
        TrainingPass pass = TrainingPass.BACKWARD_DATA;
        ProductSteps steps = steps();
        int back = product.steps() - 1;
        long errors = back * (results() / product.steps());
        long states = back * (product.leftElements() / product.steps());
        if (back == 0) {
            return List.of();
        }
        if (!product.quantized()) {
            long perStep = product.macs() / product.steps();
            long read = errors + back * product.rightElements();
            return List.of(steps.inWords(pass, "state gradient", back * perStep, read, states));
        }
        List<Operation> ops = new ArrayList<>();
        boolean folds = quantization.quantizer().foldsWeightScale();
        if (folds) {
            ops.add(new VectorOp(
                    product.layer(), pass, "fold weight scale", errors, 0, 1, 0, 0, Traffic.NONE, Traffic.NONE));
        }
        ops.addAll(steps.quantizeErrors(pass, errors, quantization.backwardBits()));
        boolean perChannel = quantization.quantizer().scalesPerChannel() && !folds;
        ops.addAll(lowering().backwardData(quantization.backward(), quantization.weight(), perChannel));
        ops.add(steps.dequantize(pass, states));
        return ops;
    }

    /** The gradient by the weights, of all steps. */
    public List<Operation> backwardWeight() {
        TrainingPass pass = TrainingPass.BACKWARD_WEIGHT;
        ProductSteps steps = steps();
        long states = product.leftElements();
        if (!product.quantized()) {
            return List.of(steps.inWords(
                    pass, "weight gradient", product.macs(), results() + states, product.rightElements()));
        }
        List<Operation> ops =
                new ArrayList<>(steps.quantize(pass, "states", states, quantization.activationBits(), true));
        ops.add(lowering().backwardWeight(quantization.activation(), quantization.backward()));
        ops.add(steps.dequantize(pass, product.rightElements()));
        return ops;
    }

    /** The weights, and the bias, which the cell adds. */
    public List<ParameterSize> parameters() {
        return List.of(
                new ParameterSize(product.layer(), "weight", product.rightElements()),
                new ParameterSize(product.layer(), "bias", product.out()));
    }

    private ProductSteps steps() {
        return new ProductSteps(product.layer(), quantization);
    }

    private Lowering lowering() {
        return product.lower(Float.SIZE);
    }

    private long results() {
        return product.resultElements();
    }
}
