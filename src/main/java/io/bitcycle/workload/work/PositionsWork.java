package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/**
 * Tokens' vectors, scaled, plus those of their places; so many elements in all.
 *
 * @param places numbers in the table of places, which is read
 */
public record PositionsWork(String layer, long elements, long places) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        return List.of(new VectorOp(
                        layer,
                        TrainingPass.FORWARD,
                        "positions",
                        elements,
                        1,
                        1,
                        0,
                        0,
                        words(elements + places),
                        words(elements))
                .inOrder(elements, elements));
    }

    @Override
    public List<VectorOp> backward() {
        return List.of(new VectorOp(
                        layer,
                        TrainingPass.BACKWARD_DATA,
                        "positions gradient",
                        elements,
                        0,
                        1,
                        0,
                        0,
                        words(elements),
                        words(elements))
                .inOrder(elements, elements));
    }
}
