package io.bitcycle.report.chart;

import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A rectangle of a picture with a horizontal and a vertical axis.
 *
 * @param x values from left to right
 * @param y values from bottom to top
 */
record Frame(Scale x, Scale y) {
    private static final double GAP = 6;
    private static final double LINE = 16;

    double left() {
        return x.pixelFrom();
    }

    double right() {
        return x.pixelTo();
    }

    double top() {
        return y.pixelTo();
    }

    double bottom() {
        return y.pixelFrom();
    }

    /** Horizontal lines with their values at the left. */
    void rows(Element into, List<Double> ticks, DoubleFunction<String> label) {
        for (double tick : ticks) {
            double at = y.pixel(tick);
            into.add(grid("M" + at(left()) + " " + at(at) + "H" + at(right())));
            into.add(text(left() - GAP, at + 4, "end", label.apply(tick)));
        }
    }

    /** Values below. */
    void columns(Element into, List<Double> ticks, DoubleFunction<String> label) {
        for (double tick : ticks) {
            double at = x.pixel(tick);
            into.add(grid("M" + at(at) + " " + at(bottom()) + "v4"));
            into.add(text(at, bottom() + LINE + 2, "middle", label.apply(tick)));
        }
    }

    /** What the axes show. */
    void names(Element into, String below, String above) {
        into.add(text((left() + right()) / 2, bottom() + 2 * LINE + 4, "middle", below));
        into.add(text(left() - 4 * GAP, top() - 2 * GAP, "start", above));
    }

    static Element grid(String path) {
        return Element.of("path").with("d", path).with("stroke", "#ccc").with("class", "grid");
    }

    static Element text(double x, double y, String anchor, String content) {
        return Element.of("text", content)
                .with("x", x)
                .with("y", y)
                .with("text-anchor", anchor)
                .with("class", "ink");
    }

    /** A coordinate in a path. */
    static String at(double pixel) {
        String text = Figures.fixed(pixel, 1);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
