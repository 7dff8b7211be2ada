package io.bitcycle.report.page;

import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.util.List;
import java.util.Optional;

/** Which run takes least time, energy and energy x time, and how much less than the others. */
final class Winners {
    private Winners() {}

    /** Among the runs that are as good as any. */
    static Element table(Runs runs) {
        List<LoadedRun> good = runs.asGood();
        boolean several = runs.onSeveralArrays();
        boolean accuracy = good.stream().anyMatch(run -> run.accuracy().isPresent());
        Element head = Element.of("tr").add(head("least", "text"), head("run", "text"), head("takes", "number"));
        head.add(head("to static there", "number"));
        if (several) {
            head.add(head("to the next array", "number"));
        }
        if (accuracy) {
            head.add(head("test accuracy", "number"));
        }
        Element body = Element.of("tbody");
        for (Measure measure : Measure.ALL) {
            LoadedRun winner = measure.least(good).orElseThrow();
            Element row = Element.of("tr")
                    .add(
                            Element.of("th", measure.name())
                                    .with("scope", "row")
                                    .with("class", "name"),
                            Element.of("td").with("class", "name").add(Element.of("b", runs.name(winner))),
                            number(measure.text(winner)));
            Optional<LoadedRun> base = runs.baseline(winner).filter(run -> run != winner);
            row.add(number(base.map(run -> change(measure, winner, run)).orElse("–")));
            if (several) {
                row.add(number(measure.leastElsewhere(good, winner)
                        .map(run -> change(measure, winner, run) + ", "
                                + run.hardware().name())
                        .orElse("–")));
            }
            if (accuracy) {
                row.add(number(winner.accuracy().map(Words::accuracy).orElse("–")));
            }
            body.add(row);
        }
        return Element.of("div")
                .with("class", "scroll")
                .add(Element.of("table").add(Element.of("thead").add(head), body));
    }

    /** For several networks: what to choose for each. */
    static Element overview(List<Runs> networks) {
        Element head = Element.of("tr").add(head("network", "text"));
        Measure.ALL.forEach(measure -> head.add(head("least " + measure.name(), "text")));
        Element body = Element.of("tbody");
        for (Runs runs : networks) {
            Element row = Element.of("tr").add(Element.of("th", runs.network()).with("scope", "row"));
            for (Measure measure : Measure.ALL) {
                LoadedRun winner = measure.least(runs.asGood()).orElseThrow();
                row.add(Element.of("td")
                        .add(Element.of("b", runs.name(winner)))
                        .text(", " + measure.text(winner)
                                + runs.baseline(winner)
                                        .filter(base -> base != winner)
                                        .map(base -> ", " + change(measure, winner, base) + " to static there")
                                        .orElse("")));
            }
            body.add(row);
        }
        return Element.of("section")
                .with("class", "answer")
                .add(
                        Words.paragraph("What to choose for each network:").with("class", "verdict"),
                        Element.of("div")
                                .with("class", "scroll")
                                .add(Element.of("table").add(Element.of("thead").add(head), body)));
    }

    private static String change(Measure measure, LoadedRun run, LoadedRun base) {
        return Figures.change(measure.of(run), measure.of(base));
    }

    private static Element head(String text, String kind) {
        return Element.of("th", text).with("scope", "col").with("class", kind);
    }

    private static Element number(String text) {
        return Element.of("td", text).with("class", "number");
    }
}
