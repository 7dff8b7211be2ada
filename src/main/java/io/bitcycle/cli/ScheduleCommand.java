package io.bitcycle.cli;

import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrecisionSchedule;
import io.bitcycle.precision.PrecisionSchedules;
import io.bitcycle.precision.PrecisionSchedules.Kind;
import io.bitcycle.precision.ScheduleParameters;
import io.bitcycle.precision.ScheduleSetting;
import io.bitcycle.precision.ScheduleSpec;
import io.bitcycle.precision.ScheduleSums;
import io.bitcycle.report.Figures;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.SchedulePlot;
import io.bitcycle.report.TextTable;
import io.bitcycle.report.chart.Picture;
import io.bitcycle.report.chart.ScheduleChart;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
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
        },
        modelTransformer = ScheduleCommand.Kinds.class)
final class ScheduleCommand implements Callable<Integer> {
    private static final int PLOT_COLUMNS = 72;

    /** More cycles than this would be a blur in {@value #PLOT_COLUMNS} columns. */
    private static final int CYCLES_DRAWN = 4;

    /** A thousand runs of the CPT paper; more is a typing error. */
    static final long MOST_ITERATIONS = 64_000_000;

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
        for (ScheduleSpec spec : schedules.specsWithoutLoss()) {
            byName.put(spec.name(), schedules.create(spec, parameters));
        }
        Span drawn = drawn(parameters);
        Optional<RunFolder> folder = out.openFor(List.of());
        PrintWriter console = command.commandLine().getOut();
        draw(byName, drawn, console);
        compare(byName, parameters.widest(), console);
        if (folder.isPresent()) {
            folder.get().write("schedule.csv", csv(byName));
            folder.get().write("schedule.svg", svg(byName, parameters.widest()));
            folder.get().finish(out.manifest(seed.seed(), schedules.files()));
            console.println("written to " + folder.get().path());
        }
        return Errors.FINE;
    }

    private Span drawn(ScheduleParameters parameters) {
        if (show == null) {
            long cycles = Math.min(parameters.cycles(), iterations);
            return new Span(0, (Math.min(cycles, CYCLES_DRAWN) * iterations - 1) / cycles + 1);
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
            if (differ(schedule)) {
                draw(name, "weights", plot.lines(schedule, Precision::weightBits), drawn, console);
                draw(name, "activations", plot.lines(schedule, Precision::activationBits), drawn, console);
            } else {
                draw(name, "weights and activations", plot.lines(schedule), drawn, console);
            }
            if (varies(schedule)) {
                draw(name, "errors", plot.lines(schedule, Precision::backwardBits), drawn, console);
            }
        });
    }

    private void draw(String name, String tensors, List<String> lines, Span drawn, PrintWriter console) {
        console.println(name + ", bits of " + tensors + ", iterations " + Figures.grouped(drawn.from()) + " to "
                + Figures.grouped(drawn.to() - 1) + " of " + Figures.grouped(iterations));
        lines.forEach(console::println);
        console.println();
    }

    /** Whether weights and activations ever have different bits. */
    private boolean differ(PrecisionSchedule schedule) {
        return LongStream.range(0, iterations)
                .mapToObj(schedule::at)
                .anyMatch(precision -> precision.weightBits() != precision.activationBits());
    }

    /** Whether the bits of errors change. */
    private boolean varies(PrecisionSchedule schedule) {
        int first = schedule.at(0).backwardBits();
        return LongStream.range(0, iterations)
                .anyMatch(iteration -> schedule.at(iteration).backwardBits() != first);
    }

    private List<String> svg(Map<String, PrecisionSchedule> byName, Precision widest) {
        List<ScheduleChart.Panel> panels = new ArrayList<>();
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (Map.Entry<String, PrecisionSchedule> entry : byName.entrySet()) {
            ScheduleSums sums = ScheduleSums.of(entry.getValue(), iterations);
            String caption = entry.getKey() + ": mean " + Figures.fixed(sums.meanForwardBits(), 2) + " bits, errors "
                    + Figures.fixed(sums.meanBackwardBits(), 2) + "; BitOPs "
                    + Figures.percent(sums.relativeBitOps(widest)) + " of static " + widest;
            panels.add(new ScheduleChart.Panel(caption, entry.getValue()::at));
            for (long i = 0; i < iterations; i++) {
                Precision at = entry.getValue().at(i);
                least = Math.min(least, Math.min(at.weightBits(), Math.min(at.activationBits(), at.backwardBits())));
                most = Math.max(most, Math.max(at.forwardBits(), at.backwardBits()));
            }
        }
        String description = "Bits over " + Figures.grouped(iterations) + " iterations: "
                + panels.stream().map(ScheduleChart.Panel::caption).collect(Collectors.joining(". "));
        return Picture.file(
                new ScheduleChart(iterations, least, most).picture("Precision schedules", description, panels),
                ScheduleChart.width(),
                ScheduleChart.height(panels.size()));
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
        boolean apart = byName.values().stream().anyMatch(this::differ);
        List<String> kinds = apart ? List.of("weight", "activation", "backward") : List.of("forward", "backward");
        String header = "iteration"
                + byName.keySet().stream()
                        .flatMap(name -> kinds.stream().map(kind -> "," + name + "_" + kind + "_bits"))
                        .collect(Collectors.joining());
        Stream<String> rows = LongStream.range(0, iterations)
                .mapToObj(iteration -> iteration
                        + byName.values().stream()
                                .map(schedule -> cells(schedule.at(iteration), apart))
                                .collect(Collectors.joining()));
        return () -> Stream.concat(Stream.of(header), rows).iterator();
    }

    private static String cells(Precision precision, boolean apart) {
        String forward = apart
                ? precision.weightBits() + "," + precision.activationBits()
                : Integer.toString(precision.forwardBits());
        return "," + forward + "," + precision.backwardBits();
    }

    /** Lists the schedules and their settings at the end of the help. */
    static final class Kinds implements IModelTransformer {
        private static final int NAME = 13;

        @Override
        public CommandSpec transform(CommandSpec spec) {
            List<String> lines = new ArrayList<>(List.of("", "Schedules:"));
            for (Kind kind : PrecisionSchedules.ALL) {
                String own = kind.own().isEmpty()
                        ? ""
                        : " (" + kind.own().stream().map(ScheduleSetting::name).collect(Collectors.joining(", ")) + ")";
                lines.add("  " + kind.name() + " ".repeat(NAME - kind.name().length()) + kind.description() + own);
            }
            lines.add("Settings of each, in parentheses those that only it has: bits, weight-bits, activation-bits,"
                    + " grad-bits, cycles; e.g. --schedule cpt:cycles=8,static:bits=6,pfq:stages=3-4-6-8:threshold=0.05."
                    + " cr to rth are the ten of Wolfe and Kyrillidis, 2024.");
            spec.usageMessage().footer(lines.toArray(String[]::new));
            return spec;
        }
    }
}
