package io.bitcycle.report.experiment;

import io.bitcycle.report.markup.Element;
import java.io.IOException;
import java.util.List;

/** An experiment's results as a part of a page. */
public final class ExperimentSection {
    private ExperimentSection() {}

    /** What was found out, the claims first. */
    public static Element of(ExperimentFolder folder) throws IOException {
        Results results = Results.read(folder);
        Element section = Element.of("section")
                .add(
                        Element.of("h2", "Experiment " + results.spec().name()),
                        Element.of("p", results.spec().purpose()));
        List<Verdict> verdicts = Claims.judge(results);
        for (ExperimentRun group : results.groups()) {
            String title = group.network() + " on " + group.hwconfig();
            List<Verdict> own = verdicts.stream()
                    .filter(verdict -> verdict.about().equals(group))
                    .toList();
            if (!own.isEmpty()) {
                section.add(
                        Element.of("h3", "Claims of " + results.spec().claims().orElseThrow() + ": " + title));
                Element answer = Element.of("div").with("class", "answer");
                own.stream()
                        .map(Verdict::against)
                        .distinct()
                        .forEach(against -> answer.add(Element.of("p")
                                .with("class", "verdict")
                                .add(Element.of("b", "Against " + against + ", "))
                                .text(Claims.sentence(own.stream()
                                                .filter(verdict ->
                                                        verdict.against().equals(against))
                                                .toList())
                                        + ".")));
                section.add(answer, claims(own));
            }
            section.add(Element.of(
                    "h3",
                    "Mean ± standard deviation of " + results.spec().seeds().size() + " seeds: " + title));
            section.add(table(results, group));
        }
        if (!verdicts.isEmpty()) {
            section.add(Element.of("p", Claims.METHOD).with("class", "note"));
        }
        return section.add(Element.of(
                        "p",
                        "Costs are those of the training iterations. Sections below draw the runs of seed "
                                + results.spec().seeds().get(0) + ".")
                .with("class", "note"));
    }

    private static Element claims(List<Verdict> verdicts) {
        Element body = Element.of("tbody");
        for (Verdict verdict : verdicts) {
            body.add(Element.of("tr")
                    .add(
                            Element.of("th", verdict.claim()).with("scope", "row"),
                            Element.of("td", verdict.against()),
                            Element.of("td")
                                    .with("class", "name")
                                    .add(Element.of("b", verdict.answer().label())),
                            Element.of("td", verdict.evidence())));
        }
        return scroll(head(List.of("claim", "against", "here", "evidence")), body);
    }

    private static Element table(Results results, ExperimentRun group) {
        Element body = Element.of("tbody");
        for (List<String> row : ResultTable.rows(results, group)) {
            Element line = Element.of("tr").add(Element.of("th", row.get(0)).with("scope", "row"));
            row.stream().skip(1).forEach(cell -> line.add(Element.of("td", cell).with("class", "figure")));
            body.add(line);
        }
        return scroll(head(ResultTable.heads(results)).with("class", "figures-head"), body);
    }

    private static Element head(List<String> heads) {
        Element row = Element.of("tr");
        heads.forEach(text -> row.add(Element.of("th", text).with("scope", "col")));
        return Element.of("thead").add(row);
    }

    private static Element scroll(Element head, Element body) {
        return Element.of("div").with("class", "scroll").add(Element.of("table").add(head, body));
    }
}
