package io.bitcycle.report.page;

import io.bitcycle.precision.Precision;
import io.bitcycle.report.Figures;
import io.bitcycle.report.chart.BarChart;
import io.bitcycle.report.chart.LineChart;
import io.bitcycle.report.chart.ScheduleChart;
import io.bitcycle.report.markup.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Precision, loss and accuracy over the iterations. */
final class TrainingSection {
    /** Points of a loss curve; each is the mean of an equal share of the iterations. */
    private static final int POINTS = 120;

    private TrainingSection() {}

    static Optional<Element> of(Runs runs) {
        List<LoadedRun> trained = runs.training().stream()
                .filter(run -> !run.iterations().isEmpty())
                .toList();
        List<LoadedRun> counted =
                runs.training().stream().filter(run -> run.visits().size() > 1).toList();
        if (trained.isEmpty() && counted.isEmpty()) {
            return Optional.empty();
        }
        Element section = Element.of("section").add(Element.of("h2", "Precision and learning"));
        if (!trained.isEmpty()) {
            section.add(precision(runs, trained).with("class", "wide"));
        }
        Element figures = Words.figures();
        if (!trained.isEmpty()) {
            figures.add(losses(runs, trained));
            accuracies(runs, trained).ifPresent(figures::add);
        }
        visits(counted).forEach(figures::add);
        section.add(figures);
        return Optional.of(section);
    }

    private static Element precision(Runs runs, List<LoadedRun> trained) {
        long most =
                trained.stream().mapToLong(run -> run.iterations().size()).max().orElseThrow();
        int least = 16;
        int widest = 1;
        List<ScheduleChart.Panel> panels = new ArrayList<>();
        for (LoadedRun run : trained) {
            long forward = 0;
            for (LoadedRun.Iteration iteration : run.iterations()) {
                Precision precision = iteration.precision();
                least = Math.min(least, Math.min(precision.weightBits(), precision.activationBits()));
                least = Math.min(least, precision.backwardBits());
                widest = Math.max(widest, Math.max(precision.forwardBits(), precision.backwardBits()));
                forward += precision.weightBits() + precision.activationBits();
            }
            panels.add(new ScheduleChart.Panel(
                    runs.name(run) + ": mean "
                            + Figures.fixed(forward / (2.0 * run.iterations().size()), 2) + " bits",
                    i -> run.iterations()
                            .get((int) Math.min(i, run.iterations().size() - 1))
                            .precision()));
        }
        Element picture = new ScheduleChart(most, least, widest)
                .picture(
                        "Precision over the iterations",
                        String.join(
                                ". ",
                                panels.stream()
                                        .map(ScheduleChart.Panel::caption)
                                        .toList()),
                        panels);
        return Words.figure(picture, "Bits of each iteration.");
    }

    private static Element losses(Runs runs, List<LoadedRun> trained) {
        List<LineChart.Series> series = new ArrayList<>();
        for (LoadedRun run : trained) {
            int count = Math.min(POINTS, run.iterations().size());
            double[] x = new double[count];
            double[] y = new double[count];
            for (int i = 0; i < count; i++) {
                int from = (int) ((long) run.iterations().size() * i / count);
                int to = (int) ((long) run.iterations().size() * (i + 1) / count);
                for (int j = from; j < to; j++) {
                    y[i] += run.iterations().get(j).loss() / (to - from);
                }
                x[i] = (from + to) / 2.0;
            }
            series.add(new LineChart.Series(runs.name(run), x, y));
        }
        return Words.figure(
                LineChart.picture(
                        "Training loss",
                        describe(series, value -> Figures.fixed(value, 3)),
                        new LineChart.Axes("iteration", TrainingSection::iteration, TrainingSection::loss, true),
                        series),
                "Mean over equal shares of the iterations; equal heights are equal factors.");
    }

    private static Optional<Element> accuracies(Runs runs, List<LoadedRun> trained) {
        boolean text = trained.stream().anyMatch(run -> run.perplexity().isPresent());
        List<LineChart.Series> series = trained.stream()
                .filter(run -> !run.evaluations().isEmpty() && run.perplexity().isPresent() == text)
                .map(run -> new LineChart.Series(
                        runs.name(run),
                        run.evaluations().stream()
                                .mapToDouble(LoadedRun.Evaluation::iterations)
                                .toArray(),
                        run.evaluations().stream()
                                .mapToDouble(text ? TrainingSection::perplexity : LoadedRun.Evaluation::accuracy)
                                .toArray()))
                .toList();
        if (series.isEmpty()) {
            return Optional.empty();
        }
        if (text) {
            return Optional.of(Words.figure(
                    LineChart.picture(
                            "Validation perplexity",
                            describe(series, value -> Figures.fixed(value, 2)),
                            new LineChart.Axes("iteration", TrainingSection::iteration, TrainingSection::loss, true),
                            series),
                    "Evaluated at the highest precision; equal heights are equal factors."));
        }
        return Optional.of(Words.figure(
                LineChart.picture(
                        "Test accuracy",
                        describe(series, Words::accuracy),
                        new LineChart.Axes("iteration", TrainingSection::iteration, Figures::percent, false),
                        series),
                "Evaluated at the highest precision."));
    }

    private static double perplexity(LoadedRun.Evaluation evaluation) {
        return evaluation.perplexity().orElseThrow();
    }

    private static String iteration(double value) {
        return Figures.grouped((long) value);
    }

    private static String loss(double value) {
        return value >= 1 ? Figures.fixed(value, 0) : Figures.significant(value, 1);
    }

    private interface Format {
        String of(double value);
    }

    private static String describe(List<LineChart.Series> series, Format format) {
        List<String> parts = new ArrayList<>();
        for (LineChart.Series line : series) {
            parts.add(line.name() + " from " + format.of(line.y()[0]) + " to "
                    + format.of(line.y()[line.y().length - 1]));
        }
        return String.join("; ", parts);
    }

    /** A picture for each distinct distribution; none for constant precision, which its name says. */
    private static List<Element> visits(List<LoadedRun> counted) {
        Map<Map<Precision, Long>, String> titles = new LinkedHashMap<>();
        counted.forEach(run -> titles.putIfAbsent(run.visits(), run.title()));
        List<Element> pictures = new ArrayList<>();
        titles.forEach((visits, run) -> {
            List<BarChart.Bar> bars = new ArrayList<>();
            visits.forEach((precision, iterations) ->
                    bars.add(new BarChart.Bar(precision + " bits", List.of((double) iterations))));
            String title = "Iterations of " + run + " at each precision";
            pictures.add(Words.figure(
                    BarChart.picture(title, title, List.of("iterations"), bars, TrainingSection::iteration),
                    "From shapes alone: values were not computed, so there is no loss and no accuracy."));
        });
        return pictures;
    }
}
