package io.bitcycle.workload.work;

import io.bitcycle.workload.Traffic;
import io.bitcycle.workload.TrainingPass;
import io.bitcycle.workload.VectorOp;

/** SGD with momentum and weight decay: reads weight, gradient and velocity, writes weight and velocity. */
public final class SgdWork {
    private SgdWork() {}

    public static VectorOp update(ParameterSize parameter) {
        return new VectorOp(
                        parameter.layer(),
                        TrainingPass.BACKWARD_WEIGHT,
                        "sgd " + parameter.name(),
                        parameter.size(),
                        3,
                        3,
                        0,
                        0,
                        Traffic.words(3 * parameter.size()),
                        Traffic.words(2 * parameter.size()))
                .beside(0);
    }
}
