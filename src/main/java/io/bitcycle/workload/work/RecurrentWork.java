package io.bitcycle.workload.work;

import io.bitcycle.workload.Lowering;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.RecurrentProduct;
import io.bitcycle.workload.TrainingPass;
import java.util.ArrayList;
import java.util.List;

/**
 * The product of a recurrent layer's state with its weights. The state and the errors are quantized step by step, counted
 * together; the errors of the gates are quantized here for the state and once more for the input's product, whose range is
 * that of all steps.
 */
public record RecurrentWork(RecurrentProduct product, Quantization quantization) implements LayerWork {
    @Override
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

    @Override
    public List<Operation> backward() {
        ProductSteps steps = steps();
        List<Operation> ops = new ArrayList<>();
        int back = product.steps() - 1;
        long perStep = product.macs() / product.steps();
        if (!product.quantized()) {
            if (back > 0) {
                long read = back * (results() / product.steps() + product.rightElements());
                long written = back * (product.leftElements() / product.steps());
                ops.add(steps.inWords(TrainingPass.BACKWARD_DATA, "state gradient", back * perStep, read, written));
            }
            ops.add(steps.inWords(
                    TrainingPass.BACKWARD_WEIGHT,
                    "weight gradient",
                    product.macs(),
                    results() + product.leftElements(),
                    product.rightElements()));
            return ops;
        }
        ops.addAll(
                steps.quantize(TrainingPass.BACKWARD_WEIGHT, "errors", results(), quantization.backwardBits(), true));
        if (back > 0) {
            boolean perChannel = quantization.quantizer().scalesPerChannel()
                    && !quantization.quantizer().foldsWeightScale();
            ops.addAll(lowering().backwardData(quantization.backward(), quantization.weight(), perChannel));
            ops.add(steps.dequantize(TrainingPass.BACKWARD_DATA, back * (product.leftElements() / product.steps())));
        }
        ops.add(lowering().backwardWeight(quantization.activation(), quantization.backward()));
        ops.add(steps.dequantize(TrainingPass.BACKWARD_WEIGHT, product.rightElements()));
        return ops;
    }

    @Override
    public List<ParameterSize> parameters() {
        return List.of(
                new ParameterSize(product.layer(), "weight", product.rightElements()),
                new ParameterSize(product.layer(), "bias", product.out()));
    }

    private ProductSteps steps() {
        return new ProductSteps(product.layer());
    }

    private Lowering lowering() {
        return product.lower(Float.SIZE);
    }

    private long results() {
        return product.resultElements();
    }
}
