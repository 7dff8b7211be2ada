package io.bitcycle.workload.work;

import static io.bitcycle.workload.Traffic.words;

import io.bitcycle.workload.OptimizerSpec;
import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;
import java.util.ArrayList;
import java.util.List;

/**
 * What optimizers put on the vector unit. Weights, gradients and the optimizer's state are in DRAM, a word each: an update
 * streams through them once, clipping twice through the gradients before it, and an average through weights and mean.
 */
public final class OptimizerWork {
    /** The layer that reports name for work that belongs to no single parameter. */
    public static final String LAYER = "optimizer";

    private OptimizerWork() {}

    /** One step, in order. */
    public static List<VectorOp> step(OptimizerSpec spec, List<ParameterSize> parameters) {
        List<VectorOp> ops = new ArrayList<>();
        if (spec.clipNorm().isPresent()) {
            parameters.forEach(parameter -> ops.add(squares(parameter)));
            ops.add(clipFactor(parameters.size()));
            parameters.forEach(parameter -> ops.add(clip(parameter)));
        }
        parameters.forEach(parameter -> ops.add(update(spec.rule(), parameter)));
        return ops;
    }

    /** The update of one parameter. */
    public static VectorOp update(OptimizerSpec.Rule rule, ParameterSize parameter) {
        if (rule instanceof OptimizerSpec.Sgd sgd) {
            // λw + g, μv + d, w − ηv; of Nesterov's, d + μv before it.
            int look = sgd.nesterov() ? 1 : 0;
            return op(parameter, "sgd", 3 + look, 3 + look, 0, 0, words(3 * parameter.size()), 2 * parameter.size());
        }
        // d = g + λw; m = β₁m + (1 − β₁)d; v = β₂v + (1 − β₂)d·d; w − ηm / (√v·c + ε). In: w, g, m, v. Out: w, m, v.
        return op(parameter, "adam", 5, 8, 1, 1, words(4 * parameter.size()), 3 * parameter.size());
    }

    /** The sum of squares of a gradient, in one word. */
    public static VectorOp squares(ParameterSize parameter) {
        return op(parameter, "gradient norm", 1, 1, 0, 0, words(parameter.size()), 1);
    }

    /** Per parameter's sum an addition; then root, quotient and the comparison with 1. */
    public static VectorOp clipFactor(int parameters) {
        return new VectorOp(
                        LAYER,
                        TrainingPass.BACKWARD_WEIGHT,
                        "clip factor",
                        1,
                        parameters + 2,
                        0,
                        1,
                        1,
                        words(parameters),
                        words(1))
                .beside(0);
    }

    /** Gradients times the factor, whether it is 1 or below. */
    public static VectorOp clip(ParameterSize parameter) {
        return op(parameter, "clip", 0, 1, 0, 0, words(parameter.size()), parameter.size());
    }

    /** mean + (weight − mean) x share. */
    public static VectorOp average(ParameterSize parameter) {
        return op(parameter, "average", 2, 1, 0, 0, words(2 * parameter.size()), parameter.size());
    }

    private static VectorOp op(
            ParameterSize parameter,
            String name,
            int adds,
            int multiplies,
            int divides,
            int specials,
            Traffic reads,
            long writes) {
        return new VectorOp(
                        parameter.layer(),
                        TrainingPass.BACKWARD_WEIGHT,
                        name + " " + parameter.name(),
                        parameter.size(),
                        adds,
                        multiplies,
                        divides,
                        specials,
                        reads,
                        words(writes))
                .beside(0);
    }
}
