package io.bitcycle.report.experiment;

import io.bitcycle.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Schedules side by side: what each metric's mean and spread are, and how far they are from the baseline. */
final class ResultTable {
    private ResultTable() {}

    /** The heads of the columns: the metric, then the schedules. */
    static List<String> heads(Results results) {
        List<String> heads = new ArrayList<>(List.of(""));
        heads.addAll(results.spec().schedules());
        return heads;
    }

    /** A row per metric, and one for its difference to the baseline. */
    static List<List<String>> rows(Results results, ExperimentRun group) {
        List<List<String>> rows = new ArrayList<>();
        String baseline = results.spec().baseline();
        for (Metric metric : results.metrics()) {
            List<String> means = new ArrayList<>(List.of(metric.title()));
            List<String> differences = new ArrayList<>(List.of("  to " + baseline));
            List<String> tests = new ArrayList<>(List.of("  p of the paired t-test"));
            for (String schedule : results.spec().schedules()) {
                Optional<Paired> paired = schedule.equals(baseline)
                        ? Optional.empty()
                        : results.paired(group, metric, schedule, baseline);
                means.add(results.sample(group, metric, schedule)
                        .map(sample -> metric.format().apply(sample.mean()) + spread(metric, sample))
                        .orElse("-"));
                differences.add(
                        paired.map(pair -> Differences.text(metric, pair)).orElse("-"));
                tests.add(paired.filter(pair -> pair.tTest().isPresent())
                        .map(pair -> Differences.p(pair.tTest().getAsDouble()))
                        .orElse("-"));
            }
            rows.add(means);
            rows.add(differences);
            if (tests.stream().skip(1).anyMatch(test -> !test.equals("-"))) {
                rows.add(tests);
            }
        }
        return rows;
    }

    private static String spread(Metric metric, Sample sample) {
        return sample.isConstant() ? "" : " ± " + metric.format().apply(sample.deviation());
    }

    static TextTable text(Results results, ExperimentRun group) {
        TextTable table = new TextTable(heads(results).toArray(String[]::new));
        rows(results, group).forEach(table::row);
        return table;
    }
}
