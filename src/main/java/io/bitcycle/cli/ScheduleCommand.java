package io.bitcycle.cli;

import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.precision.PrecisionSchedules.Kind;
import io.bitcycle.precision.ScheduleParameters;
import io.bitcycle.precision.ScheduleSums;
import io.bitcycle.report.Figures;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.SchedulePlot;
import io.bitcycle.report.ScheduleSvg;
import io.bitcycle.report.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code schedule}: the bits of every iteration, and what they save. */
@Command(
        name = "schedule",
        header = "Draws precision schedules and compares their BitOPs with static precision.",
        description = {
            "",
            "With --out, writes schedule.csv (the bits of every iteration), schedule.svg and manifest.json.",
            ""
        })
final class ScheduleCommand implements Callable<Integer> {
    private static final int PLOT_COLUMNS = 72;

    /** More cycles than this would be a blur in {@value #PLOT_COLUMNS} columns. */
    private static final int CYCLES_DRAWN = 4;

    /** A thousand runs of the CPT paper; more is a typing error. */
    private static final long MOST_ITERATIONS = 64_000_000;

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

    @Option(
            names = "--show",
            paramLabel = "FROM:TO",
            converter = Span.Iterations.class,
            description = "iterations to draw (default: the first " + CYCLES_DRAWN + " cycles)")
    private Span show;

    @Option(names = "--plain", description = "draw with ASCII characters alone")
    private boolean plain;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private OutOption.IfAsked out;

    @Override
    public Integer call() throws IOException {
        if (iterations > MOST_ITERATIONS) {
            throw Errors.option("--iterations " + iterations, "is out of range; allowed: 1 to " + MOST_ITERATIONS);
        }
        if (schedules.isAutomatic()) {
            throw Errors.option("--bits auto", "needs a network to test; allowed here: MIN:MAX");
        }
        ScheduleParameters parameters = schedules.parameters(iterations);
        Map<String, PrecisionSchedule> byName = new LinkedHashMap<>();
        for (Kind kind : schedules.kinds()) {
            byName.put(kind.name(), kind.create(parameters));
        }
        Span drawn = drawn(parameters);
        Optional<RunFolder> folder = out.open();
        PrintWriter console = command.commandLine().getOut();
        draw(byName, drawn, console);
        compare(byName, parameters.widest(), console);
        if (folder.isPresent()) {
            folder.get().write("schedule.csv", csv(byName));
            folder.get().write("schedule.svg", ScheduleSvg.lines(byName, iterations));
            folder.get().finish(out.manifest(seed.seed(), Map.of()));
            console.println("written to " + folder.get().path());
        }
        return Errors.FINE;
    }

    private Span drawn(ScheduleParameters parameters) {
        if (show == null) {
            int cycles = Math.min(parameters.cycles(), CYCLES_DRAWN);
            return new Span(0, (cycles * iterations - 1) / parameters.cycles() + 1);
        }
        if (show.to() > iterations) {
            throw Errors.option(
                    "--show " + show.from() + ":" + show.to(), "goes beyond the run; allowed: 0:" + iterations);
        }
        return show;
    }

    private void draw(Map<String, PrecisionSchedule> byName, Span drawn, PrintWriter console) {
        boolean unicode = !plain && BitCycle.above(command).terminal().unicode();
        SchedulePlot plot = new SchedulePlot(drawn.from(), drawn.to(), PLOT_COLUMNS, unicode ? '█' : '#');
        byName.forEach((name, schedule) -> {
            console.println(name + ", bits of weights and activations, iterations "
                    + Figures.grouped(drawn.from()) + " to " + Figures.grouped(drawn.to() - 1) + " of "
                    + Figures.grouped(iterations));
            plot.lines(schedule).forEach(console::println);
            console.println();
        });
    }

    private void compare(Map<String, PrecisionSchedule> byName, Precision widest, PrintWriter console) {
        TextTable table = new TextTable(
                "schedule", "mean forward bits", "mean backward bits", "BitOPs of static " + widest, "saved");
        byName.forEach((name, schedule) -> {
            ScheduleSums sums = ScheduleSums.of(schedule, iterations);
            double share = sums.relativeBitOps(widest);
            table.row(
                    name,
                    Figures.fixed(sums.meanForwardBits(), 3),
                    Figures.fixed(sums.meanBackwardBits(), 3),
                    Figures.fixed(share * 100, 2) + " %",
                    Figures.fixed((1 - share) * 100, 2) + " %");
        });
        table.lines().forEach(console::println);
    }

    private Iterable<String> csv(Map<String, PrecisionSchedule> byName) {
        String header = "iteration"
                + byName.keySet().stream()
                        .map(name -> "," + name + "_forward_bits," + name + "_backward_bits")
                        .collect(Collectors.joining());
        Stream<String> rows = LongStream.range(0, iterations)
                .mapToObj(iteration -> iteration
                        + byName.values().stream()
                                .map(schedule -> schedule.at(iteration))
                                .map(precision -> "," + precision.forwardBits() + "," + precision.backwardBits())
                                .collect(Collectors.joining()));
        return () -> Stream.concat(Stream.of(header), rows).iterator();
    }
}
