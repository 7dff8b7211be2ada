package io.bitcycle.cli;

import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.precision.PrecisionSchedules.Kind;
import io.bitcycle.precision.ScheduleParameters;
import io.bitcycle.precision.ScheduleSums;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code schedule}: the bits of every iteration, and what they save. */
@Command(name = "schedule", header = "Shows a precision schedule and its BitOPs against static precision.")
final class ScheduleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private ScheduleOptions schedules;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "64000",
            description = "training iterations (default: ${DEFAULT-VALUE})")
    private long iterations;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        ScheduleParameters parameters = schedules.parameters(iterations);
        for (Kind kind : schedules.kinds()) {
            PrecisionSchedule schedule = kind.create(parameters);
            ScheduleSums sums = ScheduleSums.of(schedule, iterations);
            out.println(kind.name() + " " + sums.meanForwardBits() + " " + sums.relativeBitOps(parameters.widest()));
        }
        return Errors.FINE;
    }
}
