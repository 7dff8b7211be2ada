package io.bitcycle.report.chart;

import io.bitcycle.report.markup.Element;
import java.util.List;
import java.util.function.DoubleFunction;

/** Values of several series over iterations, as lines with a legend above. */
public final class LineChart {
    private static final double WIDTH = 480;
    private static final double HEIGHT = 280;
    private static final double LEFT = 52;
    private static final double RIGHT = 24;
    private static final double TOP = 44;
    private static final double BOTTOM = 44;
    private static final int PER_ROW = 2;
    private static final double LEGEND = 222;
    /** Lines that lie on each other stay visible: each has another dash. */
    private static final List<String> DASHES = List.of("none", "7 3", "2 2", "9 3 2 3", "4 4", "1 3");

    /**
     * One line.
     *
     * @param x ascending
     * @param y as many
     */
    public record Series(String name, double[] x, double[] y) {}

    /**
     * What the axes show.
     *
     * @param logarithmic whether equal factors of y are equally high
     */
    public record Axes(String below, DoubleFunction<String> x, DoubleFunction<String> y, boolean logarithmic) {}

    private LineChart() {}

    /** @param series at least one with a point */
    public static Element picture(String title, String description, Axes axes, List<Series> series) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double last = 0;
        for (Series line : series) {
            for (int i = 0; i < line.x().length; i++) {
                least = Math.min(least, line.y()[i]);
                most = Math.max(most, line.y()[i]);
                last = Math.max(last, line.x()[i]);
            }
        }
        double margin = (most - least) * 0.05;
        int rows = (series.size() + PER_ROW - 1) / PER_ROW;
        double top = TOP + (rows - 1) * 18;
        Frame frame = new Frame(
                Scale.linear(0, last, LEFT, WIDTH - RIGHT),
                axes.logarithmic()
                        ? Scale.logarithmic(least / 1.2, most * 1.2, HEIGHT - BOTTOM, top)
                        : Scale.linear(Math.max(0, least - margin), most + margin, HEIGHT - BOTTOM, top));
        Element picture = Picture.of(WIDTH, HEIGHT, title, description);
        frame.rows(picture, frame.y().ticks(5), axes.y());
        frame.columns(picture, frame.x().ticks(5), axes.x());
        frame.names(picture, axes.below(), "");
        picture.add(Frame.text(8, 16, "start", title).with("font-weight", "bold"));
        for (int i = 0; i < series.size(); i++) {
            double x = 8 + i % PER_ROW * LEGEND;
            double y = 34 + i / PER_ROW * 18;
            picture.add(
                    line("M" + Frame.at(x) + " " + Frame.at(y - 4) + "h22", i),
                    Frame.text(x + 28, y, "start", series.get(i).name()),
                    line(path(frame, series.get(i)), i));
        }
        return picture;
    }

    private static Element line(String path, int number) {
        return Palette.stroke(Element.of("path").with("d", path), number)
                .with("stroke-width", "1.8")
                .with("stroke-dasharray", DASHES.get(number % DASHES.size()));
    }

    private static String path(Frame frame, Series line) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < line.x().length; i++) {
            path.append(i == 0 ? 'M' : 'L')
                    .append(Frame.at(frame.x().pixel(line.x()[i])))
                    .append(' ')
                    .append(Frame.at(frame.y().pixel(line.y()[i])));
        }
        return path.toString();
    }
}
