package io.bitcycle.precision;

import java.util.Objects;

/** The maximum precision in every iteration: the baseline of the CPT paper. */
final class StaticSchedule implements PrecisionSchedule {
    private final Precision precision;

    StaticSchedule(ScheduleParameters parameters) {
        precision = parameters.widest();
    }

    @Override
    public Precision at(long iteration) {
        Objects.checkIndex(iteration, Long.MAX_VALUE);
        return precision;
    }

    @Override
    public Precision evaluation() {
        return precision;
    }
}
