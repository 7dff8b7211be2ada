package io.bitcycle.precision;

import io.bitcycle.numeric.IntegerFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * What a precision schedule is built from.
 *
 * @param minBits lowest width of weights and activations
 * @param maxBits highest width of weights and activations
 * @param gradMinBits lowest width of errors; equal to {@code gradMaxBits} where errors keep one width
 * @param gradMaxBits highest width of errors
 * @param cycles precision cycles in the run, at least 1 and at most one per iteration
 * @param iterations planned training iterations
 */
public record ScheduleParameters(
        int minBits, int maxBits, int gradMinBits, int gradMaxBits, int cycles, long iterations) {
    /** @throws IllegalArgumentException naming everything that is out of range */
    public ScheduleParameters {
        List<String> faults = new ArrayList<>();
        checkRange("bits", minBits, maxBits, faults);
        checkRange("grad-bits", gradMinBits, gradMaxBits, faults);
        if (iterations < 1) {
            faults.add("iterations are " + iterations + ", allowed are 1 and more");
        } else if (cycles < 1 || cycles > iterations) {
            faults.add("cycles are " + cycles + ", allowed are 1 to " + iterations + " (one per iteration)");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    private static void checkRange(String name, int min, int max, List<String> faults) {
        if (min < 1 || max > IntegerFormat.MAX_BITS || min > max) {
            faults.add(name + " are " + min + ":" + max + ", allowed is MIN:MAX with 1 <= MIN <= MAX <= "
                    + IntegerFormat.MAX_BITS);
        }
    }

    /** The widest precision: that of evaluation and of the static baseline. */
    public Precision widest() {
        return new Precision(maxBits, gradMaxBits);
    }
}
