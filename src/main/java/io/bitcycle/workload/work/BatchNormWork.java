package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.List;

/**
 * Batch normalisation, as {@code training.layer.BatchNorm} computes it; keeps its input.
 *
 * @param elements of the tensor
 */
public record BatchNormWork(String layer, int channels, long elements) implements LayerWork {
    @Override
    public List<VectorOp> forward(boolean training) {
        TrainingPass pass = TrainingPass.FORWARD;
        // Per channel in: mean, γ·d, β.
        Traffic input = words(elements + 3L * channels);
        if (!training) {
            return List.of(
                    // In: γ, running variance. Out: γ·d.
                    op(pass, "batchnorm channels", channels, 1, 1, 1, 1, words(2L * channels), words(channels))
                            .beside(0),
                    op(pass, "batchnorm normalise", elements, 2, 1, 0, 0, input, words(elements))
                            .inOrder(elements, elements));
        }
        return List.of(
                // Sum and squared deviations per channel out.
                op(pass, "batchnorm statistics", elements, 3, 1, 0, 0, words(elements), words(2L * channels))
                        .inOrder(elements, 0),
                // In: those two, γ, running mean and variance. Out: mean, d, γ·d and the running values.
                op(pass, "batchnorm channels", channels, 3, 5, 4, 1, words(5L * channels), words(5L * channels))
                        .beside(0),
                op(
                                pass,
                                "batchnorm normalise",
                                elements,
                                2,
                                1,
                                0,
                                0,
                                input,
                                words(elements).andStash(elements))
                        .inOrder(elements, elements));
    }

    @Override
    public List<VectorOp> backward() {
        TrainingPass sums = TrainingPass.BACKWARD_WEIGHT;
        // Per channel in: mean. Out: S and P.
        Traffic toSum = words(elements + channels).andStash(elements);
        // Per channel in: mean, γ·d and the two factors.
        Traffic input = words(elements + 4L * channels).andStash(elements);
        return List.of(
                op(sums, "batchnorm gradient sums", elements, 3, 1, 0, 0, toSum, words(2L * channels))
                        .inOrder(elements, 0),
                // In: S, P, d. Out: the gradient of γ and the two factors of the loop below; that of β is S.
                op(
                                sums,
                                "batchnorm gradient channels",
                                channels,
                                0,
                                2,
                                2,
                                0,
                                words(3L * channels),
                                words(3L * channels))
                        .beside(0),
                op(TrainingPass.BACKWARD_DATA, "batchnorm gradient", elements, 3, 2, 0, 0, input, words(elements))
                        .inOrder(elements, elements));
    }

    @Override
    public List<ParameterSize> parameters() {
        return List.of(new ParameterSize(layer, "weight", channels), new ParameterSize(layer, "bias", channels));
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
