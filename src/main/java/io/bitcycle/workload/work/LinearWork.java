package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.List;

/**
 * A fully connected layer without quantization: its products on the vector unit.
 *
 * @param batch rows
 * @param first whether this is the network's first layer, which needs no input gradient
 */
public record LinearWork(String layer, long batch, long inputs, long outputs, boolean bias, boolean first)
        implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        long parameters = inputs * outputs + (bias ? outputs : 0);
        return List.of(products(TrainingPass.FORWARD, "linear", batch * inputs + parameters, batch * outputs)
                .whole(batch * inputs, batch * outputs));
    }

    @Override
    public List<VectorOp> backward() {
        List<VectorOp> ops = new ArrayList<>();
        long errors = batch * outputs;
        if (!first) {
            ops.add(products(
                            TrainingPass.BACKWARD_DATA,
                            "linear input gradient",
                            errors + inputs * outputs,
                            batch * inputs)
                    .whole(errors, batch * inputs));
        }
        TrainingPass pass = TrainingPass.BACKWARD_WEIGHT;
        ops.add(products(pass, "linear weight gradient", errors + batch * inputs, inputs * outputs)
                .whole(errors, 0));
        if (bias) {
            ops.add(new VectorOp(layer, pass, "linear bias gradient", errors, 1, 0, 0, 0, words(errors), words(outputs))
                    .whole(errors, 0));
        }
        return ops;
    }

    @Override
    public boolean givesInputGradient() {
        return !first;
    }

    @Override
    public List<ParameterSize> parameters() {
        ParameterSize weight = new ParameterSize(layer, "weight", inputs * outputs);
        return bias ? List.of(weight, new ParameterSize(layer, "bias", outputs)) : List.of(weight);
    }

    /** One multiplication and one addition per product; of the forward sums, the addition spared by the first is the bias's. */
    private VectorOp products(TrainingPass pass, String name, long readWords, long writeWords) {
        return new VectorOp(
                layer, pass, name, batch * inputs * outputs, 1, 1, 0, 0, words(readWords), words(writeWords));
    }
}
