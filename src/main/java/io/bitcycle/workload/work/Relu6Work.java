package io.bitcycle.workload.work;

import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/** ReLU with a ceiling: two comparisons forward; keeps one bit each, whether the element lies between them. */
public record Relu6Work(String layer, long elements) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        Traffic output = Traffic.words(elements).andBits(training ? elements : 0);
        return List.of(op(TrainingPass.FORWARD, "relu6", 2, Traffic.words(elements), output));
    }

    @Override
    public List<VectorOp> backward() {
        Traffic input = Traffic.words(elements).andBits(elements);
        return List.of(op(TrainingPass.BACKWARD_DATA, "relu6 gradient", 1, input, Traffic.words(elements)));
    }

    private VectorOp op(TrainingPass pass, String name, int adds, Traffic reads, Traffic writes) {
        return new VectorOp(layer, pass, name, elements, adds, 0, 0, 0, reads, writes).inOrder(elements, elements);
    }
}
