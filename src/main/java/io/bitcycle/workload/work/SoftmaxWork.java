package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/**
 * The softmax of attention scores, after their scale 1/sqrt(features): keeps the weights, which the next product reads.
 *
 * @param masked whether scores are selected by a mask first
 */
public record SoftmaxWork(String layer, long elements, boolean masked) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        // Maximum, subtraction, sum; scale; division by the sum; exponential.
        return List.of(new VectorOp(
                        layer,
                        TrainingPass.FORWARD,
                        "softmax",
                        elements,
                        masked ? 4 : 3,
                        1,
                        1,
                        1,
                        words(elements),
                        words(elements))
                .whole(elements, elements));
    }

    @Override
    public List<VectorOp> backward() {
        // p (g - sum of p g) times the scale.
        return List.of(new VectorOp(
                        layer,
                        TrainingPass.BACKWARD_DATA,
                        "softmax gradient",
                        elements,
                        2,
                        3,
                        0,
                        0,
                        words(2 * elements),
                        words(elements))
                .whole(elements, elements));
    }
}
