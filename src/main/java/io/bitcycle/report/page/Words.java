package io.bitcycle.report.page;

import io.bitcycle.energy.Component;
import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How pages name and write things. */
final class Words {
    private Words() {}

    /** The energy component of a label; of another version's, the label. */
    static String component(String label) {
        return Arrays.stream(Component.values())
                .filter(component -> component.label().equals(label))
                .findFirst()
                .map(Component::title)
                .orElse(label);
    }

    static String energy(double picojoules) {
        return Figures.energy(new BigDecimal(picojoules));
    }

    static String accuracy(double share) {
        return Figures.fixed(100 * share, 2) + " %";
    }

    /** A difference of shares: {@code -0.28 points}. */
    static String points(double difference) {
        String text = Figures.fixed(100 * difference, 2);
        String zero = text.replace("-0.00", "0.00");
        return (zero.startsWith("-") || zero.equals("0.00") ? zero : "+" + zero) + " points";
    }

    /** {@code 2.5 % less}. */
    static String lessOrMore(double value, double baseline, String less, String more) {
        double change = baseline == 0 ? 0 : value / baseline - 1;
        String percent = Figures.percent(Math.abs(change));
        return percent + " " + (change <= 0 || percent.equals("0.0 %") ? less : more);
    }

    /** {@code time, energy and area}. */
    static String list(List<String> words) {
        int last = words.size() - 1;
        return last <= 0
                ? String.join("", words)
                : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    static Element paragraph(String text) {
        return Element.of("p", text);
    }

    /** Room for pictures, side by side where they fit. */
    static Element figures() {
        return Element.of("div").with("class", "figures");
    }

    /** Pictures of single runs: of the featured ones in the open, of the others folded, which the section gets below. */
    static void featured(
            Runs runs, Function<LoadedRun, Optional<Element>> figure, Element figures, Element section, String others) {
        List<LoadedRun> featured = runs.featured();
        featured.forEach(run -> figure.apply(run).ifPresent(figures::add));
        section.add(figures);
        List<Element> rest = runs.drawn().stream()
                .filter(run -> !featured.contains(run))
                .flatMap(run -> figure.apply(run).stream())
                .toList();
        if (!rest.isEmpty()) {
            section.add(Element.of("details")
                    .add(Element.of("summary", others), figures().add(rest)));
        }
    }

    /** A picture with its caption. */
    static Element figure(Element picture, String caption) {
        return Element.of("figure").add(picture, Element.of("figcaption", caption));
    }
}
