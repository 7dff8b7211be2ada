package io.bitcycle.workload.work;

import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/** ReLU of so many elements; keeps one bit each. */
public record ReluWork(String layer, long elements) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        Traffic output = Traffic.words(elements).andBits(training ? elements : 0);
        return List.of(op(TrainingPass.FORWARD, "relu", Traffic.words(elements), output));
    }

    @Override
    public List<VectorOp> backward() {
        Traffic input = Traffic.words(elements).andBits(elements);
        return List.of(op(TrainingPass.BACKWARD_DATA, "relu gradient", input, Traffic.words(elements)));
    }

    private VectorOp op(TrainingPass pass, String name, Traffic reads, Traffic writes) {
        return new VectorOp(layer, pass, name, elements, 1, 0, 0, 0, reads, writes).inOrder(elements, elements);
    }
}
