package io.bitcycle.precision;

import io.bitcycle.numeric.IntegerFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * What a precision schedule is built from.
 *
 * @param weight widths of weights
 * @param activation widths of activations
 * @param error widths of errors
 * @param cycles precision cycles in the run, at least 1; a schedule that has cycles has at most one per iteration
 * @param iterations planned training iterations
 * @param epochIterations iterations after which a schedule that follows the loss looks at it
 */
public record ScheduleParameters(
        BitSpan weight, BitSpan activation, BitSpan error, int cycles, long iterations, long epochIterations) {
    /** FracTrain looks at the loss every 400 iterations (GATECH-EIC/FracTrain, train_pfq.py, {@code --eval_every}). */
    public static final long FRACTRAIN_EPOCH = 400;

    /** @throws IllegalArgumentException naming everything that is out of range */
    public ScheduleParameters {
        List<String> faults = new ArrayList<>();
        if (weight.equals(activation)) {
            checkSpan("bits", weight, faults);
        } else {
            checkSpan("weight-bits", weight, faults);
            checkSpan("activation-bits", activation, faults);
        }
        checkSpan("grad-bits", error, faults);
        if (iterations < 1) {
            faults.add("iterations are " + iterations + ", allowed are 1 and more");
        }
        if (cycles < 1) {
            faults.add("cycles are " + cycles + ", allowed are 1 and more");
        }
        if (epochIterations < 1) {
            faults.add("iterations of an epoch are " + epochIterations + ", allowed are 1 and more");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /**
     * Weights and activations alike, epochs as FracTrain's.
     *
     * @param minBits lowest width of weights and activations
     * @param maxBits highest width of weights and activations
     * @param gradMinBits lowest width of errors
     * @param gradMaxBits highest width of errors
     */
    public ScheduleParameters(int minBits, int maxBits, int gradMinBits, int gradMaxBits, int cycles, long iterations) {
        this(
                new BitSpan(minBits, maxBits),
                new BitSpan(minBits, maxBits),
                new BitSpan(gradMinBits, gradMaxBits),
                cycles,
                iterations,
                FRACTRAIN_EPOCH);
    }

    private static void checkSpan(String name, BitSpan span, List<String> faults) {
        if (span.min() < 1 || span.max() > IntegerFormat.MAX_BITS || span.min() > span.max()) {
            faults.add(
                    name + " are " + span + ", allowed is MIN:MAX with 1 <= MIN <= MAX <= " + IntegerFormat.MAX_BITS);
        }
    }

    /** The same run, looked at after so many iterations each. */
    public ScheduleParameters withEpoch(long perEpoch) {
        return new ScheduleParameters(weight, activation, error, cycles, iterations, perEpoch);
    }

    /** The widest precision: that of evaluation and of the static baseline. */
    public Precision widest() {
        return new Precision(weight.max(), activation.max(), error.max());
    }
}
