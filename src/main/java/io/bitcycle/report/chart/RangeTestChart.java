package io.bitcycle.report.chart;

import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A precision range test: for each precision a line from the metric at the start to that at the end. */
public final class RangeTestChart {
    public static final double WIDTH = 480;
    public static final double HEIGHT = 300;
    private static final double LEFT = 56;
    private static final double TOP = 48;
    private static final double BOTTOM = 48;

    /**
     * One precision.
     *
     * @param noise standard error of end - start
     * @param passed whether its gain counts
     */
    public record Point(int bits, double start, double end, double noise, boolean passed) {}

    /**
     * A test.
     *
     * @param metric accuracy or loss
     * @param points ascending by bits
     */
    public record Data(String metric, List<Point> points, OptionalInt lowerBound, OptionalInt upperBound) {}

    private RangeTestChart() {}

    public static Element picture(Data data) {
        boolean accuracy = data.metric().equals("accuracy");
        double most = data.points().stream()
                .mapToDouble(point -> Math.max(point.start(), point.end()) + point.noise())
                .max()
                .orElse(1);
        int first = data.points().get(0).bits();
        int last = data.points().get(data.points().size() - 1).bits();
        Frame frame = new Frame(
                Scale.linear(first - 0.5, last + 0.5, LEFT, WIDTH - 16),
                Scale.linear(0, accuracy ? 1 : most, HEIGHT - BOTTOM, TOP));
        Element picture = Picture.of(WIDTH, HEIGHT, "Precision range test", description(data, accuracy));
        frame.rows(
                picture,
                frame.y().ticks(5),
                value -> accuracy ? Figures.fixed(100 * value, 0) + " %" : Figures.fixed(value, 2));
        frame.columns(
                picture,
                data.points().stream().map(point -> (double) point.bits()).toList(),
                value -> Integer.toString((int) value));
        frame.names(picture, "bits of weights and activations", "");
        picture.add(Frame.text(8, 16, "start", heading(data)).with("font-weight", "bold"));
        picture.add(Frame.text(
                8, 34, "start", "training " + data.metric() + ", ring: start, dot: end, filled where the gain counts"));
        data.points().forEach(point -> picture.add(point(frame, point)));
        return picture;
    }

    private static Element point(Frame frame, Point point) {
        double x = frame.x().pixel(point.bits());
        double start = frame.y().pixel(point.start());
        double end = frame.y().pixel(point.end());
        double error = Math.abs(frame.y().pixel(point.noise()) - frame.y().pixel(0));
        int colour = point.passed() ? 0 : 1;
        String bar =
                "M" + Frame.at(x - 5) + " " + Frame.at(end - error) + "h10m-5 0V" + Frame.at(end + error) + "m-5 0h10";
        Element dot = Element.of("circle").with("cx", x).with("cy", end).with("r", 5.0);
        return Element.of("g")
                .add(
                        Palette.stroke(Element.of("path").with("d", bar), colour),
                        Palette.stroke(
                                        Element.of("path")
                                                .with(
                                                        "d",
                                                        "M" + Frame.at(x) + " " + Frame.at(start) + "V"
                                                                + Frame.at(end)),
                                        colour)
                                .with("stroke-width", point.passed() ? "3" : "1")
                                .with("stroke-dasharray", point.passed() ? "none" : "3 3"),
                        Palette.stroke(
                                Element.of("circle")
                                        .with("cx", x)
                                        .with("cy", start)
                                        .with("r", 4.0),
                                colour),
                        point.passed() ? Palette.fill(dot, colour) : Palette.stroke(dot, colour));
    }

    private static String heading(Data data) {
        String lower = data.lowerBound().isPresent()
                ? "lower bound " + data.lowerBound().getAsInt() + " bits"
                : "no lower bound found";
        String upper = data.upperBound().isPresent()
                ? ", upper bound " + data.upperBound().getAsInt() + " bits"
                : data.lowerBound().isPresent() ? ", no upper bound found" : "";
        return "Precision range test: " + lower + upper;
    }

    private static String description(Data data, boolean accuracy) {
        return heading(data) + ". Training " + data.metric() + " from start to end: "
                + data.points().stream()
                        .map(point -> point.bits() + " bits " + level(point.start(), accuracy) + " to "
                                + level(point.end(), accuracy))
                        .collect(Collectors.joining(", "));
    }

    private static String level(double value, boolean accuracy) {
        return accuracy ? Figures.percent(value) : Figures.fixed(value, 3);
    }
}
