package io.bitcycle.cli;

import io.bitcycle.precision.ScheduleSpec;
import io.bitcycle.precision.ScheduleSums;
import io.bitcycle.workload.NetworkSpec;
import java.math.BigInteger;
import java.util.Optional;

/** Nominal bit operations of a training by a paper's bookkeeping. */
final class PaperBitOps {
    private PaperBitOps() {}

    /** Empty when the schedule has more cycles than the bookkeeping has iterations. */
    static Optional<BigInteger> of(
            NetworkSpec network, NetworkSpec.Bookkeeping paper, ScheduleSpec spec, ScheduleOptions schedules) {
        return schedules
                .createIfLongEnough(spec, paper.iterations())
                .map(schedule -> BigInteger.valueOf(
                                ScheduleSums.of(schedule, paper.iterations()).bitProducts())
                        .multiply(BigInteger.valueOf(paper.batch()))
                        .multiply(BigInteger.valueOf(network.forwardMacs())));
    }
}
