package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/**
 * GELU of so many elements, 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))); its derivative computes the tanh again from the
 * input, which is in memory.
 */
public record GeluWork(String layer, long elements) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        VectorOp gelu = new VectorOp(
                        layer, TrainingPass.FORWARD, "gelu", elements, 2, 6, 0, 1, words(elements), words(elements))
                .inOrder(elements, elements);
        return List.of(training ? gelu.keepingTaken() : gelu);
    }

    @Override
    public List<VectorOp> backward() {
        return List.of(new VectorOp(
                        layer,
                        TrainingPass.BACKWARD_DATA,
                        "gelu gradient",
                        elements,
                        5,
                        11,
                        0,
                        1,
                        words(2 * elements),
                        words(elements))
                .inOrder(elements, elements));
    }
}
