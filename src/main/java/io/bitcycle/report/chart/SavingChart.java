package io.bitcycle.report.chart;

import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.util.List;
import java.util.stream.Collectors;

/** Energy against BitOPs, both relative to the baseline: on the diagonal, all that BitOPs promise survives. */
public final class SavingChart {
    private static final double WIDTH = 480;
    private static final double SQUARE = 232;
    private static final double LINE = 18;
    private static final double LEFT = 64;
    private static final double BOTTOM = 48;
    private static final double TOP = 32;

    /**
     * A run.
     *
     * @param bitOps relative to its baseline
     * @param energy relative to its baseline
     */
    public record Point(String name, double bitOps, double energy) {}

    private SavingChart() {}

    public static Element picture(List<Point> points) {
        double most = points.stream()
                .mapToDouble(point -> Math.max(point.bitOps(), point.energy()))
                .max()
                .orElse(1);
        double top = Math.max(1.05, most * 1.05);
        double legend = TOP + LINE * points.size();
        double height = legend + SQUARE + BOTTOM;
        Frame frame = new Frame(Scale.linear(0, top, LEFT, WIDTH - 24), Scale.linear(0, top, height - BOTTOM, legend));
        Element picture = Picture.of(
                WIDTH,
                height,
                "BitOPs against energy",
                "Relative to the baseline: "
                        + points.stream()
                                .map(point -> point.name() + " BitOPs " + Figures.percent(point.bitOps()) + ", energy "
                                        + Figures.percent(point.energy()))
                                .collect(Collectors.joining("; ")));
        frame.rows(picture, frame.y().ticks(5), value -> Figures.fixed(100 * value, 0) + " %");
        frame.columns(picture, frame.x().ticks(4), value -> Figures.fixed(100 * value, 0) + " %");
        frame.names(picture, "BitOPs, relative to the baseline", "");
        picture.add(Frame.text(8, 16, "start", "Energy against BitOPs, relative to the baseline")
                .with("font-weight", "bold"));
        picture.add(Element.of("path")
                .with(
                        "d",
                        "M" + Frame.at(frame.x().pixel(0)) + " "
                                + Frame.at(frame.y().pixel(0)) + "L"
                                + Frame.at(frame.x().pixel(top)) + " "
                                + Frame.at(frame.y().pixel(top)))
                .with("stroke", "#888")
                .with("stroke-dasharray", "4 4")
                .with("class", "grid"));
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            double y = TOP + 2 + LINE * i;
            picture.add(
                    mark(14, y - 4, i),
                    Frame.text(
                            24,
                            y,
                            "start",
                            point.name() + ": BitOPs " + Figures.percent(point.bitOps()) + ", energy "
                                    + Figures.percent(point.energy())),
                    mark(frame.x().pixel(point.bitOps()), frame.y().pixel(point.energy()), i));
        }
        return picture;
    }

    /** Another shape for every other series, for those who see no colours. */
    private static Element mark(double x, double y, int number) {
        Element mark = number % 2 == 0
                ? Element.of("circle").with("cx", x).with("cy", y).with("r", 5.5)
                : Element.of("rect")
                        .with("x", x - 5)
                        .with("y", y - 5)
                        .with("width", 10.0)
                        .with("height", 10.0);
        return Palette.fill(mark, number);
    }
}
