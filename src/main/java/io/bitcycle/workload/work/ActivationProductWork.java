package io.bitcycle.workload.work;

import io.bitcycle.workload.ActivationProduct;
import io.bitcycle.workload.Operation;
import io.bitcycle.workload.TrainingPass;
import java.util.ArrayList;
import java.util.List;

/** A product of two activations: both are quantized, and both get a gradient. */
public record ActivationProductWork(ActivationProduct product, Quantization quantization) implements LayerWork {
    @Override
    public List<Operation> forward(boolean training) {
        TrainingPass pass = TrainingPass.FORWARD;
        ProductSteps steps = steps();
        if (!product.quantized()) {
            return List.of(steps.inWords(
                    pass, "product", product.macs(), product.leftElements() + product.rightElements(), results()));
        }
        List<Operation> ops = new ArrayList<>(
                steps.quantize(pass, "left operand", product.leftElements(), quantization.activationBits(), training));
        ops.addAll(steps.quantize(
                pass, "right operand", product.rightElements(), quantization.activationBits(), training));
        ops.add(product.forward(quantization.activation(), quantization.activation()));
        ops.add(steps.dequantize(pass, results()));
        return ops;
    }

    @Override
    public List<Operation> backward() {
        TrainingPass pass = TrainingPass.BACKWARD_DATA;
        ProductSteps steps = steps();
        long left = product.leftElements();
        long right = product.rightElements();
        if (!product.quantized()) {
            return List.of(
                    steps.inWords(pass, "left gradient", product.macs(), results() + right, left),
                    steps.inWords(pass, "right gradient", product.macs(), results() + left, right));
        }
        List<Operation> ops = new ArrayList<>(steps.quantizeErrors(pass, results(), quantization.backwardBits()));
        ops.addAll(product.backwardData(quantization.backward(), quantization.activation(), false));
        ops.add(steps.dequantize(pass, left));
        ops.add(product.backwardWeight(quantization.activation(), quantization.backward()));
        ops.add(steps.dequantize(pass, right));
        return ops;
    }

    private ProductSteps steps() {
        return new ProductSteps(product.layer(), quantization);
    }

    private long results() {
        return product.resultElements();
    }
}
