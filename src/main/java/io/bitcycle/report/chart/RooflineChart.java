package io.bitcycle.report.chart;

import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Multiply-accumulates per cycle against multiply-accumulates per byte of DRAM traffic (Williams, Waterman, Patterson,
 * "Roofline", CACM 2009): a product can be as fast as the array at its precision and as the DRAM lets it.
 */
public final class RooflineChart {
    private static final double WIDTH = 480;
    private static final double HEIGHT = 360;
    private static final double LEFT = 64;
    private static final double RIGHT = 20;
    private static final double TOP = 72;
    private static final double BOTTOM = 48;

    /**
     * Products or whole iterations.
     *
     * @param series which of the names it belongs to
     */
    public record Point(String name, int series, double macsPerByte, double macsPerCycle) {}

    /**
     * What limits them.
     *
     * @param bytesPerCycle of DRAM
     * @param peaks multiply-accumulates per cycle of the whole array, by what they hold for
     */
    public record Roof(double bytesPerCycle, Map<String, Double> peaks) {}

    /**
     * What a picture shows.
     *
     * @param points at least one, all above 0
     */
    public record Data(String title, Roof roof, List<Point> points) {
        private double peak() {
            return roof.peaks().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(1);
        }

        private double ridge() {
            return peak() / roof.bytesPerCycle();
        }
    }

    private RooflineChart() {}

    /** Pictures with the same axes, in whole powers of ten, so that they can be compared. */
    public static List<Element> pictures(List<String> series, List<Data> all) {
        double leastX = least(all.stream()
                .flatMapToDouble(data -> DoubleStream.concat(
                        DoubleStream.of(data.ridge()), data.points().stream().mapToDouble(Point::macsPerByte))));
        double mostX = most(all.stream()
                .flatMapToDouble(data -> DoubleStream.concat(
                        DoubleStream.of(data.ridge()), data.points().stream().mapToDouble(Point::macsPerByte))));
        double leastY = least(
                all.stream().flatMapToDouble(data -> data.points().stream().mapToDouble(Point::macsPerCycle)));
        double mostY = most(all.stream().mapToDouble(Data::peak));
        Frame frame = new Frame(
                Scale.logarithmic(leastX, mostX, LEFT, WIDTH - RIGHT),
                Scale.logarithmic(leastY, mostY, HEIGHT - BOTTOM, TOP));
        return all.stream().map(data -> picture(data, series, frame)).toList();
    }

    private static double least(DoubleStream values) {
        return decade(values.min().orElse(1), -1);
    }

    private static double most(DoubleStream values) {
        return decade(values.max().orElse(1), 1);
    }

    private static Element picture(Data data, List<String> series, Frame frame) {
        String title = data.title();
        Roof roof = data.roof();
        List<Point> points = data.points();
        double peak = data.peak();
        Element picture = Picture.of(WIDTH, HEIGHT, title, description(roof, points));
        frame.rows(picture, frame.y().ticks(6), RooflineChart::label);
        frame.columns(picture, frame.x().ticks(6), RooflineChart::label);
        frame.names(picture, "MACs per byte of DRAM traffic", "");
        picture.add(Frame.text(8, 16, "start", title).with("font-weight", "bold"));
        legend(picture, series);
        roof.peaks().values().forEach(height -> roofLine(picture, frame, roof, height));
        slope(picture, frame, roof, peak);
        for (Point point : points) {
            double radius = point.series() == series.size() - 1 ? 6.5 : 3.5;
            picture.add(Palette.fill(
                            Element.of("circle")
                                    .with("cx", frame.x().pixel(point.macsPerByte()))
                                    .with("cy", frame.y().pixel(point.macsPerCycle()))
                                    .with("r", radius)
                                    .with("fill-opacity", "0.75"),
                            point.series())
                    .add(Element.of(
                            "title",
                            point.name() + ": " + Figures.significant(point.macsPerByte(), 3) + " MACs per byte, "
                                    + Figures.significant(point.macsPerCycle(), 3) + " MACs per cycle")));
        }
        roof.peaks().forEach((name, height) -> roofName(picture, frame, name, height, height == peak));
        return picture;
    }

    private static void legend(Element picture, List<String> series) {
        double x = 16;
        for (int i = 0; i < series.size(); i++) {
            boolean last = i == series.size() - 1;
            double y = last ? 54 : 36;
            x = last ? 16 : x;
            Element dot = Element.of("circle").with("cx", x).with("cy", y - 4);
            picture.add(
                    Palette.fill(dot.with("r", last ? 6.5 : 4.5), i), Frame.text(x + 11, y, "start", series.get(i)));
            x += 26 + series.get(i).length() * 6.6;
        }
    }

    private static void roofLine(Element picture, Frame frame, Roof roof, double height) {
        double from = frame.x().pixel(Math.max(frame.x().from(), height / roof.bytesPerCycle()));
        double y = frame.y().pixel(height);
        picture.add(ink("M" + Frame.at(from) + " " + Frame.at(y) + "H" + Frame.at(frame.right())));
    }

    private static void roofName(Element picture, Frame frame, String name, double height, boolean above) {
        double y = frame.y().pixel(height);
        picture.add(
                label(frame.right(), above ? y - 4 : y + 14, "end", name + ": " + label(height) + " MACs per cycle"));
    }

    /** Legible on dots and lines. */
    private static Element label(double x, double y, String anchor, String text) {
        return Frame.text(x, y, anchor, text).with("class", "ink halo");
    }

    private static void slope(Element picture, Frame frame, Roof roof, double peak) {
        double fromX = Math.max(frame.x().from(), frame.y().from() / roof.bytesPerCycle());
        double toX = peak / roof.bytesPerCycle();
        picture.add(
                ink("M" + Frame.at(frame.x().pixel(fromX)) + " "
                        + Frame.at(frame.y().pixel(fromX * roof.bytesPerCycle())) + "L"
                        + Frame.at(frame.x().pixel(toX)) + " "
                        + Frame.at(frame.y().pixel(peak))),
                label(
                        frame.left() + 6,
                        frame.top() + 14,
                        "start",
                        "slope: DRAM, " + Figures.significant(roof.bytesPerCycle(), 3) + " bytes per cycle"));
    }

    private static Element ink(String path) {
        return Element.of("path")
                .with("d", path)
                .with("fill", "none")
                .with("stroke", "#333")
                .with("stroke-width", "1.5")
                .with("class", "roof");
    }

    /** The power of ten at or beyond a value. */
    private static double decade(double value, int direction) {
        double exponent = StrictMath.log10(value);
        return StrictMath.pow(10, direction < 0 ? Math.floor(exponent) : Math.ceil(exponent));
    }

    private static String label(double value) {
        return value >= 1 ? Figures.grouped(Math.round(value)) : Figures.significant(value, 1);
    }

    private static String description(Roof roof, List<Point> points) {
        Point whole = points.get(points.size() - 1);
        return "DRAM gives " + Figures.significant(roof.bytesPerCycle(), 3) + " bytes per cycle. " + whole.name()
                + " does "
                + Figures.significant(whole.macsPerByte(), 3) + " MACs per byte and "
                + Figures.significant(whole.macsPerCycle(), 3) + " per cycle; " + (points.size() - 1)
                + " products are drawn beside it.";
    }
}
