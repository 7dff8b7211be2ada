package io.bitcycle.report.page;

import io.bitcycle.energy.Component;
import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.math.BigDecimal;
import java.util.Arrays;

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
        return Figures.percent(Math.abs(change)) + " " + (change <= 0 ? less : more);
    }

    static Element paragraph(String text) {
        return Element.of("p", text);
    }

    /** Room for pictures, side by side where they fit. */
    static Element figures() {
        return Element.of("div").with("class", "figures");
    }

    /** A picture with its caption. */
    static Element figure(Element picture, String caption) {
        return Element.of("figure").add(picture, Element.of("figcaption", caption));
    }
}
