package io.bitcycle.report.page;

import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the reader came for: what to choose and why, and what was saved. */
final class AnswerSection {
    private AnswerSection() {}

    /** Of one run the tiles say it all; beyond two, savings are told in a table. */
    private static final int SENTENCES = 2;

    static Element of(Runs runs) {
        Element section = Element.of("section").with("class", "answer");
        if (runs.training().isEmpty()) {
            runs.rangeTests().forEach(run -> section.add(rangeTest(run)));
            return section;
        }
        LoadedRun choice = runs.choice().orElseThrow();
        section.add(choice(runs, choice));
        if (runs.training().size() > 1) {
            section.add(Winners.table(runs));
        }
        runs.compared()
                .ifPresent(
                        run -> section.add(tiles(runs, run, runs.baseline(run).orElseThrow())));
        section.add(why(runs, choice));
        List<Speeds> speeds = Speeds.of(runs);
        Speeds.table(speeds).ifPresent(section::add);
        if (runs.measured().size() > SENTENCES) {
            section.add(savings(runs));
        }
        List<Element> sentences = new ArrayList<>();
        for (LoadedRun run : runs.measured()) {
            LoadedRun base = runs.baseline(run).orElseThrow();
            if (runs.measured().size() == SENTENCES) {
                sentences.add(saving(runs, run, base));
            }
            runs.rangeTest(run).ifPresent(test -> sentences.add(withTest(runs, run, base, test)));
        }
        return sentences.isEmpty() ? section : section.add(Element.of("ul").add(sentences));
    }

    private static Element choice(Runs runs, LoadedRun choice) {
        if (runs.training().size() == 1) {
            return Words.paragraph(choice.title() + " on " + choice.hardware().name() + " takes "
                            + Figures.time(choice.timeSeconds()) + " and " + Figures.energy(choice.totalPj())
                            + choice.accuracy()
                                    .map(accuracy -> " for a test accuracy of " + Words.accuracy(accuracy))
                                    .or(() -> choice.perplexity()
                                            .map(value -> " for a perplexity of " + Figures.fixed(value, 2)))
                                    .orElse("")
                            + ".")
                    .with("class", "verdict");
        }
        List<String> wins = Measure.ALL.stream()
                .filter(measure -> measure.least(runs.asGood()).orElseThrow() == choice)
                .map(Measure::name)
                .toList();
        String rule = choice.accuracy().isPresent()
                ? ", at a test accuracy of " + Words.accuracy(choice.accuracy().get())
                        + ", at most 0.5 points below the best here"
                : choice.perplexity()
                        .map(value -> ", at a perplexity of " + Figures.fixed(value, 2)
                                + ", at most 1 % above the least here")
                        .orElse(" (accuracy was not computed: train says what the lower precision costs of it)");
        LoadedRun worst = runs.training().stream()
                .max(Comparator.comparing(LoadedRun::totalPj))
                .orElseThrow();
        String against = worst == choice
                ? ""
                : " Its energy is "
                        + Words.lessOrMore(
                                choice.totalPj().doubleValue(), worst.totalPj().doubleValue(), "less", "more")
                        + " than the most here, " + runs.name(worst) + ".";
        return Element.of("p")
                .with("class", "verdict")
                .add(Element.of(
                        "b",
                        "Choose " + choice.title() + " on " + choice.hardware().name() + ": "))
                .text("the least " + Words.list(wins) + rule + "." + against);
    }

    private static Element why(Runs runs, LoadedRun choice) {
        String speeds = Speeds.of(runs).stream()
                .filter(each -> each.isOn(choice))
                .map(each -> each.sentence() + " ")
                .findFirst()
                .orElse("");
        String next = Measure.ENERGY
                .leastElsewhere(runs.asGood(), choice)
                .map(other -> " " + difference(runs, choice, other))
                .orElse("");
        return Element.of("p").add(Element.of("b", "Why: ")).text(speeds + shares(choice) + next);
    }

    /** Between the chosen run and that of the next array: the component that makes most of it, and one that goes the other way. */
    private static String difference(Runs runs, LoadedRun choice, LoadedRun next) {
        Comparator<String> bySaving = Comparator.comparing(component -> saved(choice, next, component));
        String most = next.energyPj().keySet().stream().max(bySaving).orElseThrow();
        String least = next.energyPj().keySet().stream().min(bySaving).orElseThrow();
        BigDecimal more = next.totalPj().subtract(choice.totalPj());
        BigDecimal against = saved(choice, next, least).negate();
        return "The next array in energy, " + runs.name(next) + ", takes " + Figures.energy(more)
                + " more: mainly "
                + Figures.energy(saved(choice, next, most)) + " more for " + Words.component(most)
                + (against.compareTo(more.movePointLeft(1)) > 0
                        ? ", but " + Figures.energy(against) + " less for " + Words.component(least)
                        : "")
                + ".";
    }

    private static BigDecimal saved(LoadedRun choice, LoadedRun next, String component) {
        return next.energyPj().get(component).subtract(choice.energyPj().getOrDefault(component, BigDecimal.ZERO));
    }

    private static Element savings(Runs runs) {
        boolean accuracy =
                runs.measured().stream().anyMatch(run -> run.accuracy().isPresent());
        Element head = Element.of("tr")
                .add(Element.of("th", "what arrives of the saving").with("scope", "col"));
        List<String> heads = new ArrayList<>(List.of("BitOPs", "array cycles", "time", "energy"));
        if (accuracy) {
            heads.add("accuracy");
        }
        heads.forEach(
                name -> head.add(Element.of("th", name).with("scope", "col").with("class", "number")));
        Element body = Element.of("tbody");
        for (LoadedRun run : runs.measured()) {
            LoadedRun base = runs.baseline(run).orElseThrow();
            Element row = Element.of("tr")
                    .add(Element.of("th", runs.name(run) + " against " + base.title())
                            .with("scope", "row"));
            changes(run, base)
                    .values()
                    .forEach(change -> row.add(Element.of("td", change).with("class", "number")));
            body.add(row);
        }
        return Element.of("div")
                .with("class", "scroll")
                .add(Element.of("table").add(Element.of("thead").add(head), body));
    }

    private static Map<String, String> changes(LoadedRun run, LoadedRun base) {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put(
                "BitOPs",
                Figures.change(run.bitOps().doubleValue(), base.bitOps().doubleValue()));
        changes.put("array cycles", Figures.change(run.cycles("compute"), base.cycles("compute")));
        changes.put("time", Figures.change(run.timeSeconds(), base.timeSeconds()));
        changes.put(
                "energy",
                Figures.change(run.totalPj().doubleValue(), base.totalPj().doubleValue()));
        if (run.accuracy().isPresent() && base.accuracy().isPresent()) {
            changes.put(
                    "accuracy",
                    Words.points(run.accuracy().get() - base.accuracy().get()));
        }
        return changes;
    }

    private static String shares(LoadedRun run) {
        Map.Entry<String, BigDecimal> largest = run.energyPj().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow();
        double total = run.cycles("total");
        return "Of its energy, "
                + Figures.percent(
                        largest.getValue().doubleValue() / run.totalPj().doubleValue()) + " goes to "
                + Words.component(largest.getKey()) + "; of its cycles, "
                + Figures.percent(run.cycles("compute") / total) + " are the array's, "
                + Figures.percent(run.cycles("stall") / total) + " wait for memory, "
                + Figures.percent(run.cycles("vector") / total) + " are the vector unit's.";
    }

    private static Element tiles(Runs runs, LoadedRun run, LoadedRun base) {
        Element tiles = Element.of("div").with("class", "tiles");
        changes(run, base).forEach((label, change) -> tiles.add(tile(label, change)));
        return Element.of("div").add(Words.paragraph(runs.name(run) + " against " + base.title() + ":"), tiles);
    }

    private static Element tile(String label, String value) {
        return Element.of("div").with("class", "tile").add(Element.of("b", value), Element.of("span", label));
    }

    private static Element saving(Runs runs, LoadedRun run, LoadedRun base) {
        return Element.of(
                "li",
                runs.name(run) + " does "
                        + Words.lessOrMore(
                                run.bitOps().doubleValue(), base.bitOps().doubleValue(), "fewer", "more")
                        + " BitOPs than " + base.title() + "; on this array that becomes "
                        + Words.lessOrMore(run.cycles("compute"), base.cycles("compute"), "fewer", "more")
                        + " array cycles, " + Words.lessOrMore(run.timeSeconds(), base.timeSeconds(), "less", "more")
                        + " time and "
                        + Words.lessOrMore(
                                run.totalPj().doubleValue(), base.totalPj().doubleValue(), "less", "more")
                        + " energy"
                        + (run.accuracy().isPresent() && base.accuracy().isPresent()
                                ? ", at "
                                        + Words.points(run.accuracy().get()
                                                - base.accuracy().get()) + " of accuracy"
                                : "")
                        + ".");
    }

    private static Element withTest(Runs runs, LoadedRun run, LoadedRun base, LoadedRun test) {
        double energy = run.totalPj().add(test.totalPj()).doubleValue();
        return Element.of(
                "li",
                "Finding its lowest precision took " + Figures.energy(test.totalPj()) + "; with that, " + runs.name(run)
                        + " takes "
                        + Words.lessOrMore(energy, base.totalPj().doubleValue(), "less", "more") + " energy than "
                        + base.title() + ".");
    }

    private static Element rangeTest(LoadedRun run) {
        String found = run.rangeTest().orElseThrow().lowerBound().isPresent()
                ? "The lowest precision at which the network learns is "
                        + run.rangeTest().get().lowerBound().getAsInt() + " bits"
                : "No precision was found at which the network learns";
        return Words.paragraph(found + ". Finding out took " + Figures.time(run.timeSeconds()) + " and "
                        + Figures.energy(run.totalPj()) + " on "
                        + run.hardware().name() + ".")
                .with("class", "verdict");
    }
}
