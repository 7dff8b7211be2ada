package io.bitcycle.report.chart;

import io.bitcycle.report.markup.Element;
import java.util.List;

/** Colours of series: Okabe and Ito, Color Universal Design, 2008, yellow left out, which is too light on white, and a grey. */
public final class Palette {
    private static final List<String> LIGHT =
            List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C8C8C");
    /** For dark backgrounds: the two darkest in lighter shades. */
    private static final List<String> DARK =
            List.of("#4DA9E0", "#F28E2B", "#2CC295", "#E3A3C8", "#F0B429", "#8FD0F5", "#EEEEEE", "#9AA0A6");

    private Palette() {}

    /** On white. */
    public static String colour(int series) {
        return LIGHT.get(series % LIGHT.size());
    }

    /** A line in the colour of a series. */
    static Element stroke(Element line, int series) {
        return line.with("fill", "none").with("stroke", colour(series)).with("class", "s" + series % LIGHT.size());
    }

    /** A shape in the colour of a series. */
    static Element fill(Element shape, int series) {
        return shape.with("fill", colour(series)).with("class", "f" + series % LIGHT.size());
    }

    /** Style rules for a page with a dark background. */
    public static String darkRules() {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < DARK.size(); i++) {
            rules.append(".s").append(i).append("{stroke:").append(DARK.get(i)).append("}.f");
            rules.append(i).append("{fill:").append(DARK.get(i)).append("}");
        }
        return rules.toString();
    }
}
