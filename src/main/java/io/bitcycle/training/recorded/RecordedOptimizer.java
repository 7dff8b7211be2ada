package io.bitcycle.training.recorded;

import static io.bitcycle.json.JsonTypes.decimal;
import static io.bitcycle.json.JsonTypes.flag;
import static io.bitcycle.json.JsonTypes.list;

import io.bitcycle.json.ChoiceType;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonType;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import io.bitcycle.workload.OptimizerSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The {@code optimizer} of a recorded run, in the words of PyTorch's optimizers or of traces.
 *
 * @param learningRate in every iteration
 */
record RecordedOptimizer(double learningRate, OptimizerSpec spec) {
    private static final JsonType<BigDecimal> BELOW_ONE = decimal("0", "0.999999999");
    private static final JsonType<BigDecimal> SMALL = decimal("0.000000000000000000000000000001", "1");
    private static final BigDecimal ZERO = BigDecimal.ZERO;

    private static final Key<String> KIND = Key.required(
            "type",
            ChoiceType.of(List.of(OptimizerSpec.Sgd.TYPE, OptimizerSpec.Adam.TYPE), word -> word),
            "Kind of optimizer.");
    private static final Key<BigDecimal> LEARNING_RATE =
            Key.required("learning_rate", decimal("0.000000000001", "1000"), "In every iteration.");
    private static final Key<BigDecimal> WEIGHT_DECAY =
            Key.withDefault("weight_decay", decimal("0", "1000"), ZERO, "On every parameter.");
    private static final Key<BigDecimal> CLIP_NORM =
            Key.optional("gradient_clip_norm", decimal("0.000000000001", "1000000000000"), "Norm of all gradients.");
    private static final Key<BigDecimal> MOMENTUM = Key.withDefault("momentum", BELOW_ONE, ZERO, "Of SGD.");
    private static final Key<Boolean> NESTEROV = Key.withDefault("nesterov", flag(), false, "Of SGD.");
    private static final Key<BigDecimal> DAMPENING =
            Key.withDefault("dampening", decimal("0", "0"), ZERO, "Of SGD's momentum: none.");
    private static final Key<List<BigDecimal>> BETAS =
            Key.optional("betas", list(BELOW_ONE, 2, 2), "Of Adam's mean and mean square.");
    private static final Key<BigDecimal> BETA1 = Key.optional("beta1", BELOW_ONE, "Of Adam's mean.");
    private static final Key<BigDecimal> BETA2 = Key.optional("beta2", BELOW_ONE, "Of Adam's mean square.");
    private static final Key<BigDecimal> EPSILON = Key.optional("epsilon", SMALL, "Added to Adam's divisor.");
    private static final Key<BigDecimal> EPS = Key.optional("eps", SMALL, "The same.");

    static final ObjectType<RecordedOptimizer> TYPE = new ObjectType<>(
            List.of(
                    KIND,
                    LEARNING_RATE,
                    WEIGHT_DECAY,
                    CLIP_NORM,
                    MOMENTUM,
                    NESTEROV,
                    DAMPENING,
                    BETAS,
                    BETA1,
                    BETA2,
                    EPSILON,
                    EPS),
            RecordedOptimizer::of);

    private static RecordedOptimizer of(Fields f) {
        boolean adam = f.get(KIND).equals(OptimizerSpec.Adam.TYPE);
        for (Key<?> key : adam
                ? List.<Key<?>>of(MOMENTUM, NESTEROV, DAMPENING)
                : List.<Key<?>>of(BETAS, BETA1, BETA2, EPSILON, EPS)) {
            if (f.has(key)) {
                f.problem(key.name(), "says nothing of " + f.get(KIND) + "; allowed with the other type");
            }
        }
        return new RecordedOptimizer(
                f.get(LEARNING_RATE).doubleValue(),
                new OptimizerSpec(
                        adam ? adam(f) : new OptimizerSpec.Sgd(f.get(MOMENTUM).doubleValue(), f.get(NESTEROV)),
                        f.get(WEIGHT_DECAY).doubleValue(),
                        f.find(CLIP_NORM)
                                .map(norm -> OptionalDouble.of(norm.doubleValue()))
                                .orElse(OptionalDouble.empty())));
    }

    private static OptimizerSpec.Adam adam(Fields f) {
        OptimizerSpec.Adam suggested = OptimizerSpec.Adam.SUGGESTED;
        return new OptimizerSpec.Adam(
                f.find(BETAS)
                        .map(betas -> betas.get(0))
                        .or(() -> f.find(BETA1))
                        .map(BigDecimal::doubleValue)
                        .orElse(suggested.beta1()),
                f.find(BETAS)
                        .map(betas -> betas.get(1))
                        .or(() -> f.find(BETA2))
                        .map(BigDecimal::doubleValue)
                        .orElse(suggested.beta2()),
                f.find(EPSILON)
                        .or(() -> f.find(EPS))
                        .map(BigDecimal::doubleValue)
                        .orElse(suggested.epsilon()));
    }
}
