package io.bitcycle.report.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitcycle.csv.CsvCell;
import io.bitcycle.report.Figures;
import io.bitcycle.report.RunFolder;
import io.bitcycle.report.TextTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** An experiment's results as files and for terminals. */
public final class ResultFiles {
    private static final List<String> STATISTICS = List.of(
            "mean",
            "standard_deviation",
            "ci95_low",
            "ci95_high",
            "difference_to_baseline",
            "difference_ci95_low",
            "difference_ci95_high",
            "paired_t_p",
            "wilcoxon_p");

    private final Results results;
    private final Path folder;

    private ResultFiles(Results results, Path folder) {
        this.results = results;
        this.folder = folder;
    }

    /**
     * Writes {@code results.csv}, {@code statistics.csv} and {@code results.json}.
     *
     * @return the results for a terminal
     * @throws io.bitcycle.json.BadInputException when runs are missing
     */
    public static List<String> write(ExperimentFolder folder) throws IOException {
        ResultFiles files = new ResultFiles(Results.read(folder), folder.path());
        RunFolder.writeFile(folder.path(), "results.csv", files.runs());
        RunFolder.writeFile(folder.path(), "statistics.csv", files.statistics());
        RunFolder.writeFile(folder.path(), "results.json", List.of(RunFolder.text(files.json())));
        return files.lines();
    }

    private List<String> runs() {
        List<Metric> metrics = results.metrics();
        List<String> lines = new ArrayList<>();
        lines.add("network,hwconfig,schedule,seed,"
                + String.join(",", metrics.stream().map(Metric::name).toList()) + ",folder");
        results.values().forEach((run, values) -> {
            List<String> cells = new ArrayList<>(names(run.network(), run.hwconfig(), run.schedule()));
            cells.add(Long.toString(run.seed()));
            metrics.forEach(metric -> cells.add(Optional.ofNullable(values.get(metric))
                    .map(BigDecimal::toPlainString)
                    .orElse("")));
            cells.add(CsvCell.quoted(
                    folder.relativize(results.folders().get(run)).toString().replace('\\', '/')));
            lines.add(String.join(",", cells));
        });
        return lines;
    }

    private static List<String> names(String... names) {
        return Stream.of(names).map(CsvCell::quoted).toList();
    }

    /** One metric of one schedule. */
    private record Row(ExperimentRun group, String schedule, Metric metric, Sample sample, Optional<Paired> paired) {
        List<OptionalDouble> figures() {
            Optional<Sample> differences = paired.map(Paired::differences);
            return List.of(
                    OptionalDouble.of(sample.mean()),
                    OptionalDouble.of(sample.deviation()),
                    OptionalDouble.of(sample.mean() - sample.halfInterval()),
                    OptionalDouble.of(sample.mean() + sample.halfInterval()),
                    optional(differences.map(Sample::mean)),
                    optional(differences.map(d -> d.mean() - d.halfInterval())),
                    optional(differences.map(d -> d.mean() + d.halfInterval())),
                    paired.map(Paired::tTest).orElse(OptionalDouble.empty()),
                    paired.map(Paired::wilcoxon).orElse(OptionalDouble.empty()));
        }

        private static OptionalDouble optional(Optional<Double> value) {
            return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
        }
    }

    private List<Row> rows() {
        String baseline = results.spec().baseline();
        List<Row> rows = new ArrayList<>();
        for (ExperimentRun group : results.groups()) {
            for (String schedule : results.spec().schedules()) {
                for (Metric metric : results.metrics()) {
                    results.sample(group, metric, schedule)
                            .ifPresent(sample -> rows.add(new Row(
                                    group,
                                    schedule,
                                    metric,
                                    sample,
                                    schedule.equals(baseline)
                                            ? Optional.empty()
                                            : results.paired(group, metric, schedule, baseline))));
                }
            }
        }
        return rows;
    }

    private List<String> statistics() {
        List<String> lines = new ArrayList<>();
        lines.add("network,hwconfig,schedule,metric,n," + String.join(",", STATISTICS));
        for (Row row : rows()) {
            List<String> cells =
                    new ArrayList<>(names(row.group().network(), row.group().hwconfig(), row.schedule()));
            cells.add(row.metric().name());
            cells.add(Integer.toString(row.sample().size()));
            row.figures().forEach(figure -> cells.add(figure.isPresent() ? Figures.exact(figure.getAsDouble()) : ""));
            lines.add(String.join(",", cells));
        }
        return lines;
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", results.spec().name());
        json.put("purpose", results.spec().purpose());
        json.put("baseline", results.spec().baseline());
        ArrayNode runs = json.putArray("runs");
        results.values().forEach((run, values) -> {
            ObjectNode one = named(runs.addObject(), run, run.schedule());
            one.put("seed", run.seed());
            values.forEach((metric, value) -> one.put(metric.name(), value));
        });
        ArrayNode statistics = json.putArray("statistics");
        for (Row row : rows()) {
            ObjectNode one = named(statistics.addObject(), row.group(), row.schedule());
            one.put("metric", row.metric().name());
            one.put("n", row.sample().size());
            List<OptionalDouble> figures = row.figures();
            for (int i = 0; i < figures.size(); i++) {
                if (figures.get(i).isPresent()) {
                    one.put(STATISTICS.get(i), number(figures.get(i).getAsDouble()));
                }
            }
        }
        ArrayNode claims = json.putArray("claims");
        for (Verdict verdict : Claims.judge(results)) {
            ObjectNode one = named(
                    claims.addObject(), verdict.about(), results.spec().claims().orElseThrow());
            one.put("against", verdict.against());
            one.put("claim", verdict.claim());
            one.put("answer", verdict.answer().label());
            one.put("evidence", verdict.evidence());
        }
        return json;
    }

    private static ObjectNode named(ObjectNode node, ExperimentRun run, String schedule) {
        return node.put("network", run.network())
                .put("hwconfig", run.hwconfig())
                .put("schedule", schedule);
    }

    private static BigDecimal number(double value) {
        return new BigDecimal(Figures.exact(value));
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(results.spec().name() + ": " + results.spec().purpose());
        for (ExperimentRun group : results.groups()) {
            lines.add("");
            lines.add(group.network() + " on " + group.hwconfig() + ", "
                    + results.spec().seeds().size() + " seeds, mean ± standard deviation:");
            lines.addAll(ResultTable.text(results, group).lines());
            lines.addAll(verdicts(group));
        }
        if (results.spec().claims().isPresent()) {
            lines.add("");
            lines.add(Claims.METHOD);
        }
        return lines;
    }

    private List<String> verdicts(ExperimentRun group) {
        List<String> lines = new ArrayList<>();
        for (String against : results.spec().schedules()) {
            List<Verdict> judged = Claims.judge(results).stream()
                    .filter(verdict -> verdict.about().equals(group))
                    .filter(verdict -> verdict.against().equals(against))
                    .toList();
            if (judged.isEmpty()) {
                continue;
            }
            lines.add("");
            TextTable table = new TextTable(results.spec().claims().orElseThrow() + " against " + against, "");
            judged.forEach(
                    verdict -> table.row(verdict.claim(), verdict.answer().label()));
            List<String> rows = table.lines();
            lines.add(rows.get(0));
            for (int i = 0; i < judged.size(); i++) {
                lines.add(rows.get(i + 1) + "  " + judged.get(i).evidence());
            }
        }
        return lines;
    }
}
