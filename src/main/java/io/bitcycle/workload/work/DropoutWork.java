package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/** Dropout of so many elements: a comparison with a random number and a scale in training; keeps one bit each. */
public record DropoutWork(String layer, long elements) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        return training
                ? List.of(op(
                        TrainingPass.FORWARD,
                        "dropout",
                        words(elements),
                        words(elements).andBits(elements)))
                : List.of();
    }

    @Override
    public List<VectorOp> backward() {
        return List.of(op(
                TrainingPass.BACKWARD_DATA, "dropout gradient", words(elements).andBits(elements), words(elements)));
    }

    private VectorOp op(TrainingPass pass, String name, Traffic reads, Traffic writes) {
        return new VectorOp(layer, pass, name, elements, 1, 1, 0, 0, reads, writes).inOrder(elements, elements);
    }
}
