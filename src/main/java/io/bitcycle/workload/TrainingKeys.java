package io.bitcycle.workload;

import static io.bitcycle.json.JsonTypes.decimal;
import static io.bitcycle.json.JsonTypes.flag;
import static io.bitcycle.json.JsonTypes.integer;
import static io.bitcycle.json.JsonTypes.text;

import io.bitcycle.json.ChoiceType;
import io.bitcycle.json.Fields;
import io.bitcycle.json.JsonType;
import io.bitcycle.json.Key;
import io.bitcycle.json.ObjectType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The {@code training} of a trace: hyper-parameters of its source. */
final class TrainingKeys {
    private static final JsonType<Integer> COUNT = integer(1, Integer.MAX_VALUE);
    private static final JsonType<BigDecimal> BELOW_ONE = decimal("0", "0.999999999");

    private static final Key<Integer> BATCH = Key.required("batch", integer(1, 1 << 20), "Samples per iteration.");
    private static final Key<Integer> EPOCHS = Key.required("epochs", integer(1, 1 << 20), "Passes over the data.");
    private static final Key<Integer> SAMPLES = Key.optional(
            "samples", COUNT, "Training samples of the data set; with epochs they say how long it is trained.");
    private static final Key<Integer> ITERATIONS =
            Key.optional("iterations", COUNT, "Training iterations, where they are not epochs of all samples.");
    private static final Key<BigDecimal> LEARNING_RATE =
            Key.required("learning_rate", decimal("0", "1000"), "Initial learning rate.");
    private static final Key<String> SCHEDULE =
            Key.required("learning_rate_schedule", text(64), "Name of the learning-rate schedule.");
    private static final Key<Integer> WARM_UP_ITERATIONS =
            Key.required("iterations", COUNT, "Iterations before the schedule applies.");
    private static final Key<BigDecimal> WARM_UP_RATE =
            Key.required("rate", decimal("0.000000000001", "1000"), "Learning rate of the first iteration.");
    private static final Key<Boolean> WARM_UP_RISES =
            Key.withDefault("rises", flag(), false, "Whether it rises in equal steps to the initial rate, or stays.");
    private static final Key<WarmUp> WARM_UP = Key.withDefault(
            "warm_up",
            new ObjectType<>(
                    List.of(WARM_UP_ITERATIONS, WARM_UP_RATE, WARM_UP_RISES),
                    f -> new WarmUp(
                            f.get(WARM_UP_ITERATIONS), f.get(WARM_UP_RATE).doubleValue(), f.get(WARM_UP_RISES))),
            WarmUp.NONE,
            "Learning rate of the first iterations.");

    private static final Key<String> OPTIMIZER = Key.withDefault(
            "optimizer",
            ChoiceType.of(List.of(OptimizerSpec.Sgd.TYPE, OptimizerSpec.Adam.TYPE), word -> word),
            OptimizerSpec.Sgd.TYPE,
            "What moves the weights.");
    private static final Key<BigDecimal> MOMENTUM = Key.optional("momentum", BELOW_ONE, "Of SGD.");
    private static final Key<Boolean> NESTEROV = Key.optional("nesterov", flag(), "Whether SGD's step looks ahead.");
    private static final Key<BigDecimal> BETA1 = Key.optional("beta1", BELOW_ONE, "Of Adam's mean; 0.9 by default.");
    private static final Key<BigDecimal> BETA2 =
            Key.optional("beta2", BELOW_ONE, "Of Adam's mean square; 0.999 by default.");
    private static final Key<BigDecimal> EPSILON = Key.optional(
            "epsilon", decimal("0.000000000000000000000000000001", "1"), "Added to Adam's divisor; 1e-8 by default.");
    private static final Key<BigDecimal> WEIGHT_DECAY =
            Key.required("weight_decay", decimal("0", "1"), "On every parameter.");
    private static final Key<BigDecimal> CLIP_NORM = Key.optional(
            "gradient_clip_norm",
            decimal("0.000000000001", "1000000000000"),
            "Norm to which the gradients together are scaled down, where it is greater.");

    private static final Key<Integer> FROM =
            Key.required("from", integer(0, Integer.MAX_VALUE), "First iteration that may join, counted from 0.");
    private static final Key<Integer> EVERY =
            Key.required("every", COUNT, "Iterations whose number is a multiple of it join.");
    private static final Key<Averaging> AVERAGING = Key.optional(
            "averaging",
            new ObjectType<>(List.of(FROM, EVERY), f -> new Averaging(f.get(FROM), f.get(EVERY))),
            "Stochastic weight averaging.");

    static final ObjectType<NetworkSpec.Recipe> TYPE = new ObjectType<>(
            List.of(
                    BATCH,
                    EPOCHS,
                    SAMPLES,
                    ITERATIONS,
                    LEARNING_RATE,
                    SCHEDULE,
                    WARM_UP,
                    OPTIMIZER,
                    MOMENTUM,
                    NESTEROV,
                    BETA1,
                    BETA2,
                    EPSILON,
                    WEIGHT_DECAY,
                    CLIP_NORM,
                    AVERAGING),
            TrainingKeys::build);

    private TrainingKeys() {}

    private static NetworkSpec.Recipe build(Fields f) {
        return new NetworkSpec.Recipe(
                f.get(BATCH),
                f.get(EPOCHS),
                f.find(SAMPLES),
                f.find(ITERATIONS),
                f.get(LEARNING_RATE).doubleValue(),
                f.get(SCHEDULE),
                f.get(WARM_UP),
                new OptimizerSpec(rule(f), f.get(WEIGHT_DECAY).doubleValue(), value(f, CLIP_NORM)),
                f.find(AVERAGING));
    }

    private static OptimizerSpec.Rule rule(Fields f) {
        if (f.get(OPTIMIZER).equals(OptimizerSpec.Adam.TYPE)) {
            refuse(f, List.of(MOMENTUM, NESTEROV));
            OptimizerSpec.Adam suggested = OptimizerSpec.Adam.SUGGESTED;
            return new OptimizerSpec.Adam(
                    value(f, BETA1).orElse(suggested.beta1()),
                    value(f, BETA2).orElse(suggested.beta2()),
                    value(f, EPSILON).orElse(suggested.epsilon()));
        }
        refuse(f, List.of(BETA1, BETA2, EPSILON));
        if (!f.has(MOMENTUM)) {
            f.problem(MOMENTUM.name(), "is missing; allowed: " + MOMENTUM.type().allowed());
        }
        return new OptimizerSpec.Sgd(
                value(f, MOMENTUM).orElse(0), f.find(NESTEROV).orElse(false));
    }

    private static void refuse(Fields f, List<Key<?>> keys) {
        for (Key<?> key : keys) {
            if (f.has(key)) {
                f.problem(key.name(), "says nothing of " + f.get(OPTIMIZER) + "; allowed with the other optimizer");
            }
        }
    }

    private static OptionalDouble value(Fields f, Key<BigDecimal> key) {
        Optional<BigDecimal> value = f.find(key);
        return value.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(value.get().doubleValue());
    }
}
