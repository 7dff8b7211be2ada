package io.bitcycle.training.fixed;

import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.numeric.RandomStream;
import io.bitcycle.workload.OptimizerSpec;
import io.bitcycle.workload.work.OptimizerWork;
import io.bitcycle.workload.work.ParameterSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum μ and weight decay λ for every parameter alike, on integers: v = μ · v + (g + λ · w),
 * w = w − η · v. Weights and velocities are words in Qm.n. The sum for v is formed with {@value #GUARD_BITS} more fractional bits;
 * it and the step η · v are rounded stochastically (S. Gupta et al., Deep learning with limited numerical precision, ICML 2015),
 * so that a step below a weight's last bit moves it with that probability; words saturate.
 */
final class FixedSgd {
    private static final int GUARD_BITS = 30;
    /** Random bits are fetched in pieces that stay in the first-level cache. */
    private static final int PIECE = 1024;

    private record Slot(FixedParameter parameter, int[] velocity) {}

    private final OptimizerSpec.Rule rule;
    private final List<Slot> slots;
    private final FixedFormat format;
    private final long momentum;
    private final long weightDecay;

    /**
     * @param rule as reports know it
     * @param momentum from 0, below 1
     * @param weightDecay likewise
     */
    FixedSgd(
            OptimizerSpec.Rule rule,
            List<FixedParameter> parameters,
            FixedFormat format,
            Scalar momentum,
            Scalar weightDecay) {
        this.rule = rule;
        List<Slot> all = new ArrayList<>();
        for (FixedParameter parameter : parameters) {
            all.add(new Slot(parameter, new int[parameter.value().size()]));
        }
        this.slots = List.copyOf(all);
        this.format = format;
        this.momentum = momentum.inUnits(-GUARD_BITS);
        this.weightDecay = weightDecay.inUnits(-GUARD_BITS);
    }

    /** One step with the gradients of the last backward pass. */
    void step(Scalar learningRate, FixedStep step) {
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            RandomStream random = step.random().stream(RandomPurpose.UPDATE_ROUNDING, step.iteration(), i);
            step.parallel().forEachRange(slot.velocity().length, 1, (from, to) -> {
                int[] piece = new int[2 * PIECE];
                for (int start = from; start < to; start += PIECE) {
                    int count = Math.min(PIECE, to - start);
                    random.fillBits(2L * start, piece, 2 * count);
                    move(slot, start, count, learningRate, piece);
                }
            });
            FixedParameter parameter = slot.parameter();
            step.session()
                    .vector(OptimizerWork.update(
                            rule, new ParameterSize(parameter.layer(), parameter.name(), slot.velocity().length)));
        }
    }

    private void move(Slot slot, int start, int count, Scalar learningRate, int[] random) {
        int[] w = slot.parameter().value().mantissas();
        int[] v = slot.velocity();
        FixedTensor gradient = slot.parameter().gradient();
        int toGuarded = -(format.weightFractionBits() + GUARD_BITS) - gradient.exponent();
        for (int i = 0; i < count; i++) {
            int at = start + i;
            long sum = momentum * v[at] + (Rounding.aligned(gradient.mantissas()[at], toGuarded) + weightDecay * w[at]);
            v[at] = Rounding.saturated(Rounding.stochastic(sum, GUARD_BITS, random[2 * i]), format.bits());
            long move =
                    Rounding.stochastic(v[at] * learningRate.mantissa(), -learningRate.exponent(), random[2 * i + 1]);
            w[at] = Rounding.saturated(w[at] - move, format.bits());
        }
    }

    /** The velocities, live. */
    Map<String, int[]> state() {
        Map<String, int[]> velocities = new LinkedHashMap<>();
        for (Slot slot : slots) {
            velocities.put(slot.parameter().layer() + "." + slot.parameter().name() + ".velocity", slot.velocity());
        }
        return velocities;
    }
}
