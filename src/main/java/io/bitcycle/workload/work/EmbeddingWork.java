package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/**
 * Rows of a table for so many tokens; backward adds their gradients into the table's. The optimizer moves the whole table.
 *
 * @param tableSize numbers in the table
 */
public record EmbeddingWork(String layer, long tokens, int features, long tableSize) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        long size = tokens * features;
        return List.of(
                new VectorOp(layer, TrainingPass.FORWARD, "embedding", size, 0, 0, 0, 0, words(size), words(size))
                        .beside(size));
    }

    @Override
    public List<VectorOp> backward() {
        long size = tokens * features;
        return List.of(new VectorOp(
                        layer,
                        TrainingPass.BACKWARD_WEIGHT,
                        "embedding gradient",
                        size,
                        1,
                        0,
                        0,
                        0,
                        words(2 * size),
                        words(size))
                .inOrder(size, 0));
    }

    @Override
    public boolean givesInputGradient() {
        return false;
    }

    @Override
    public List<ParameterSize> parameters() {
        return List.of(new ParameterSize(layer, "table", tableSize));
    }
}
