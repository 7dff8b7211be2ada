package io.bitcycle.report.page;

import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the reader came for: what to choose and why, and what was saved. */
final class AnswerSection {
    private AnswerSection() {}

    static Element of(Runs runs) {
        Element section = Element.of("section").with("class", "answer");
        if (runs.training().isEmpty()) {
            runs.rangeTests().forEach(run -> section.add(rangeTest(run)));
            return section;
        }
        runs.choice().ifPresent(choice -> section.add(choice(runs, choice)));
        runs.measured().stream()
                .max(Comparator.comparingDouble(run -> saved(runs, run)))
                .ifPresent(
                        run -> section.add(tiles(runs, run, runs.baseline(run).orElseThrow())));
        List<Element> sentences = new ArrayList<>();
        for (LoadedRun run : runs.measured()) {
            LoadedRun base = runs.baseline(run).orElseThrow();
            sentences.add(saving(runs, run, base));
            runs.rangeTest(run).ifPresent(test -> sentences.add(withTest(runs, run, base, test)));
        }
        if (!sentences.isEmpty()) {
            section.add(Element.of("ul").add(sentences));
        }
        if (runs.ofSeveralNetworks()) {
            section.add(Words.paragraph("These runs train different networks: their times and energies do not compare.")
                    .with("class", "warning"));
        }
        return section;
    }

    private static double saved(Runs runs, LoadedRun run) {
        return 1
                - run.totalPj().doubleValue()
                        / runs.baseline(run).orElseThrow().totalPj().doubleValue();
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
                            + ". " + why(choice))
                    .with("class", "verdict");
        }
        String rule = choice.accuracy().isPresent()
                ? "the least energy, " + Figures.energy(choice.totalPj()) + ", at a test accuracy of "
                        + Words.accuracy(choice.accuracy().get()) + ", at most 0.5 points below the best here"
                : "the least energy, " + Figures.energy(choice.totalPj())
                        + choice.perplexity()
                                .map(value -> ", at a perplexity of " + Figures.fixed(value, 2)
                                        + ", at most 1 % above the least here")
                                .orElse(
                                        " (accuracy was not computed: train says what the lower precision costs of it)");
        Optional<LoadedRun> fastest = runs.training().stream()
                .min(Comparator.comparingDouble(LoadedRun::timeSeconds))
                .filter(run -> run != choice && run.timeSeconds() < choice.timeSeconds());
        LoadedRun worst = runs.training().stream()
                .max(Comparator.comparing(LoadedRun::totalPj))
                .orElseThrow();
        String against = worst == choice
                ? ""
                : " That is "
                        + Words.lessOrMore(
                                choice.totalPj().doubleValue(), worst.totalPj().doubleValue(), "less", "more")
                        + " than " + runs.name(worst) + ".";
        return Element.of("p")
                .with("class", "verdict")
                .add(Element.of(
                        "b",
                        "Choose " + choice.title() + " on " + choice.hardware().name() + ": "))
                .text(rule + "." + against + " " + why(choice)
                        + fastest.map(run -> " The fastest is " + runs.name(run) + " with "
                                        + Figures.time(run.timeSeconds()) + " against "
                                        + Figures.time(choice.timeSeconds()) + ".")
                                .orElse(" It is also the fastest, with " + Figures.time(choice.timeSeconds()) + "."));
    }

    private static String why(LoadedRun run) {
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
        tiles.add(tile(
                "BitOPs",
                Figures.change(run.bitOps().doubleValue(), base.bitOps().doubleValue())));
        tiles.add(tile("array cycles", Figures.change(run.cycles("compute"), base.cycles("compute"))));
        tiles.add(tile("time", Figures.change(run.timeSeconds(), base.timeSeconds())));
        tiles.add(tile(
                "energy",
                Figures.change(run.totalPj().doubleValue(), base.totalPj().doubleValue())));
        if (run.accuracy().isPresent() && base.accuracy().isPresent()) {
            tiles.add(tile(
                    "accuracy",
                    Words.points(run.accuracy().get() - base.accuracy().get())));
        }
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
