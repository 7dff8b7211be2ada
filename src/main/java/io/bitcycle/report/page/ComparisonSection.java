package io.bitcycle.report.page;

import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All runs in one table, the best of each column marked. */
final class ComparisonSection {
    private ComparisonSection() {}

    private record Column(
            String head,
            Function<LoadedRun, Optional<Double>> value,
            Function<Double, String> format,
            boolean moreIsBetter) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("test accuracy", LoadedRun::accuracy, Words::accuracy, true),
            new Column("perplexity", LoadedRun::perplexity, value -> Figures.fixed(value, 2), false),
            cost("BitOPs", run -> run.bitOps().doubleValue(), value -> Figures.count(new BigDecimal(value))),
            cost("array cycles", run -> run.cycles("compute"), value -> Figures.count(new BigDecimal(value))),
            cost("all cycles", run -> run.cycles("total"), value -> Figures.count(new BigDecimal(value))),
            cost(Measure.TIME),
            cost(Measure.ENERGY),
            cost(Measure.ENERGY_DELAY));

    private static Column cost(Measure measure) {
        return cost(measure.name(), measure.value()::applyAsDouble, measure.text()::apply);
    }

    private static Column cost(String head, Function<LoadedRun, Double> value, Function<Double, String> format) {
        return new Column(head, run -> Optional.of(value.apply(run)), format, false);
    }

    static Element of(Runs runs) {
        List<LoadedRun> rows = runs.training().isEmpty() ? runs.all() : runs.training();
        List<Column> columns = new ArrayList<>(COLUMNS);
        columns.removeIf(column ->
                rows.stream().allMatch(run -> column.value().apply(run).isEmpty()));
        Element head = Element.of("tr").add(header("run", "text"));
        columns.forEach(column -> head.add(header(column.head(), "number")));
        Element body = Element.of("tbody");
        for (LoadedRun run : rows) {
            Element row = Element.of("tr").add(Element.of("th", runs.name(run)).with("scope", "row"));
            columns.forEach(column -> row.add(cell(column, run, rows)));
            body.add(row);
        }
        Element section = Element.of("section").add(Element.of("h2", "Runs"));
        section.add(Element.of("div")
                .with("class", "scroll")
                .add(Element.of("table").add(Element.of("thead").add(head), body)));
        section.add(Element.of("p", "★ marks the best of a column. Costs are those of the training iterations.")
                .with("class", "note"));
        Element arrays = Element.of("ul");
        Map<String, String> lines = new LinkedHashMap<>();
        rows.forEach(run -> lines.put(run.hardware().name(), run.hardware().line()));
        lines.forEach((name, line) ->
                arrays.add(Element.of("li").add(Element.of("b", name)).text(": " + line)));
        return section.add(arrays);
    }

    private static Element header(String text, String kind) {
        return Element.of("th", text).with("scope", "col").with("class", kind);
    }

    private static Element cell(Column column, LoadedRun run, List<LoadedRun> rows) {
        Optional<Double> value = column.value().apply(run);
        if (value.isEmpty()) {
            return Element.of("td", "–").with("class", "number");
        }
        Comparator<Double> order = column.moreIsBetter() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        double best = rows.stream()
                .flatMap(other -> column.value().apply(other).stream())
                .min(order)
                .orElseThrow();
        boolean wins = rows.size() > 1 && value.get() == best;
        return Element.of("td", column.format().apply(value.get()) + (wins ? " ★" : ""))
                .with("class", wins ? "number best" : "number");
    }
}
