package io.bitcycle.training;

import io.bitcycle.workload.WarmUp;
import java.util.ArrayList;
import java.util.List;

/**
 * What a learning rate is built from.
 *
 * @param initial rate at the start of the run, above 0
 * @param stepRatio factor of one step down, above 0 and at most 1
 * @param iterations planned training iterations, at least 1
 * @param warmUp the first iterations
 */
public record LearningRateParameters(double initial, double stepRatio, long iterations, WarmUp warmUp) {
    /** Step ratio of the CPT code. */
    public static final double CPT_STEP_RATIO = 0.1;

    /** Warm-up of the CPT code, which its deepest ResNet (n = 18, 110 layers) needs; from He et al., CVPR 2016, section 4.2. */
    public static final long CPT_WARM_UP_ITERATIONS = 400;

    /** @throws IllegalArgumentException naming everything that is out of range */
    public LearningRateParameters {
        List<String> faults = new ArrayList<>();
        checkRate("learning rate", initial, faults);
        checkRate("warm-up rate", warmUp.rate(), faults);
        if (!(stepRatio > 0 && stepRatio <= 1)) {
            faults.add("step ratio is " + stepRatio + ", allowed is above 0 and at most 1");
        }
        if (iterations < 1) {
            faults.add("iterations are " + iterations + ", allowed are 1 and more");
        }
        if (warmUp.iterations() < 0) {
            faults.add("warm-up iterations are " + warmUp.iterations() + ", allowed are 0 (no warm-up) and more");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    private static void checkRate(String name, double rate, List<String> faults) {
        if (!(rate > 0 && rate <= Float.MAX_VALUE)) {
            faults.add(name + " is " + rate + ", allowed is above 0 and finite");
        }
    }

    /** A run with the CPT code's step ratio and without warm-up. */
    public static LearningRateParameters of(double initial, long iterations) {
        return new LearningRateParameters(initial, CPT_STEP_RATIO, iterations, WarmUp.NONE);
    }

    /** The same run with a warm-up. */
    public LearningRateParameters with(WarmUp other) {
        return new LearningRateParameters(initial, stepRatio, iterations, other);
    }

    /** The same run with the CPT code's warm-up. */
    public LearningRateParameters withCptWarmUp() {
        return with(new WarmUp(CPT_WARM_UP_ITERATIONS, WarmUp.NONE.rate(), false));
    }
}
