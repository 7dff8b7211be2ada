package io.bitcycle.report.chart;

import io.bitcycle.report.markup.Element;
import java.util.List;

/** A whole SVG picture. */
public final class Picture {
    /** A picture may be drawn larger than it was laid out, but not without end. */
    private static final double LARGEST = 1.2;

    private Picture() {}

    /**
     * An empty picture that says what it shows to those who cannot see it.
     *
     * @param title in a few words
     * @param description what it shows, in a sentence with the figures that matter
     */
    static Element of(double width, double height, String title, String description) {
        return Element.of("svg")
                .with("viewBox", "0 0 " + Frame.at(width) + " " + Frame.at(height))
                .with("role", "img")
                .with("style", "max-width:" + Frame.at(width * LARGEST) + "px")
                .with("font-family", "system-ui, sans-serif")
                .with("font-size", "12")
                .add(Element.of("title", title))
                .add(Element.of("desc", description));
    }

    /** The lines of a file of its own, on white. */
    public static List<String> file(Element picture, double width, double height) {
        Element page = Element.of("svg")
                .with("xmlns", "http://www.w3.org/2000/svg")
                .with("width", width)
                .with("height", height)
                .add(Element.of("rect")
                        .with("width", "100%")
                        .with("height", "100%")
                        .with("fill", "white"))
                .add(picture);
        return List.of(page.toString());
    }
}
