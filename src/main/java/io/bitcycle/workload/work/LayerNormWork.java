package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/** Layer normalization of so many tokens; keeps its input. */
public record LayerNormWork(String layer, long tokens, int features) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        TrainingPass pass = TrainingPass.FORWARD;
        long size = tokens * features;
        return List.of(
                // Sum, and sum of squared deviations, per token out.
                op(pass, "layernorm statistics", size, 3, 1, 0, 0, words(size), words(2 * tokens))
                        .inOrder(size, 0),
                // Out: mean and inverse deviation.
                op(pass, "layernorm tokens", tokens, 1, 0, 3, 1, words(2 * tokens), words(2 * tokens))
                        .beside(0),
                op(
                                pass,
                                "layernorm normalise",
                                size,
                                2,
                                2,
                                0,
                                0,
                                words(size + 2 * tokens + 2L * features),
                                training ? words(size).andStash(size) : words(size))
                        .inOrder(size, size));
    }

    @Override
    public List<VectorOp> backward() {
        long size = tokens * features;
        return List.of(
                // Per feature: the gradients of scale and shift; per token: the two sums of the loop below.
                op(
                                TrainingPass.BACKWARD_WEIGHT,
                                "layernorm gradient sums",
                                size,
                                5,
                                4,
                                0,
                                0,
                                words(size + 2 * tokens + features).andStash(size),
                                words(2 * tokens + 2L * features))
                        .inOrder(size, 0),
                op(
                                TrainingPass.BACKWARD_DATA,
                                "layernorm gradient",
                                size,
                                3,
                                4,
                                0,
                                0,
                                words(size + 4 * tokens + features).andStash(size),
                                words(size))
                        .inOrder(size, size));
    }

    @Override
    public List<ParameterSize> parameters() {
        return List.of(new ParameterSize(layer, "weight", features), new ParameterSize(layer, "bias", features));
    }

    private VectorOp op(
            TrainingPass pass,
            String name,
            long count,
            int adds,
            int multiplies,
            int divides,
            int specials,
            Traffic reads,
            Traffic writes) {
        return new VectorOp(layer, pass, name, count, adds, multiplies, divides, specials, reads, writes);
    }
}
