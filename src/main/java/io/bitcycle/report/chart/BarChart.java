package io.bitcycle.report.chart;

import io.bitcycle.report.markup.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** Amounts that are made of parts: a horizontal bar each, with a legend above. */
public final class BarChart {
    private static final double WIDTH = 480;
    private static final double ROW = 26;
    private static final double BAR = 17;
    private static final double LETTER = 7.2;
    private static final double VALUE = 76;
    private static final double TOP = 28;

    /**
     * One bar.
     *
     * @param parts as many as the chart has part names
     */
    public record Bar(String name, List<Double> parts) {
        double total() {
            return parts.stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    private BarChart() {}

    /**
     * A chart.
     *
     * @param value writes a bar's total
     */
    public static Element picture(
            String title, String description, List<String> parts, List<Bar> bars, DoubleFunction<String> value) {
        List<Element> legend = legend(parts);
        double legendHeight = 20.0 * (1 + lastRow(parts));
        double height = TOP + legendHeight + bars.size() * ROW + 10;
        int longest = bars.stream().mapToInt(bar -> bar.name().length()).max().orElse(0);
        double left = Math.min(WIDTH / 2.3, 12 + longest * LETTER);
        double most = bars.stream().mapToDouble(Bar::total).max().orElse(1);
        Scale scale = Scale.linear(0, most > 0 ? most : 1, left, WIDTH - VALUE);
        Element picture = Picture.of(WIDTH, height, title, description);
        picture.add(Frame.text(8, 16, "start", title).with("font-weight", "bold"));
        picture.add(legend);
        for (int i = 0; i < bars.size(); i++) {
            picture.add(bar(bars.get(i), TOP + legendHeight + i * ROW, scale, parts, value));
        }
        return picture;
    }

    private static Element bar(Bar bar, double y, Scale scale, List<String> parts, DoubleFunction<String> value) {
        Element group = Element.of("g");
        group.add(Frame.text(scale.pixelFrom() - 6, y + 13, "end", bar.name()));
        double done = 0;
        for (int i = 0; i < bar.parts().size(); i++) {
            double amount = bar.parts().get(i);
            double x = scale.pixel(done);
            double width = scale.pixel(done + amount) - x;
            done += amount;
            if (width >= 0.05) {
                group.add(Palette.fill(
                                Element.of("rect")
                                        .with("x", x)
                                        .with("y", y)
                                        .with("width", width)
                                        .with("height", BAR),
                                i)
                        .add(Element.of("title", bar.name() + ", " + parts.get(i) + ": " + value.apply(amount))));
            }
        }
        return group.add(Frame.text(scale.pixel(done) + 6, y + 13, "start", value.apply(bar.total())));
    }

    private static List<Element> legend(List<String> parts) {
        List<Element> legend = new ArrayList<>();
        double x = 12;
        double y = TOP;
        for (int i = 0; i < parts.size(); i++) {
            double width = 24 + parts.get(i).length() * LETTER;
            if (x + width > WIDTH) {
                x = 12;
                y += 20;
            }
            legend.add(Palette.fill(
                    Element.of("rect")
                            .with("x", x)
                            .with("y", y)
                            .with("width", 11.0)
                            .with("height", 11.0),
                    i));
            legend.add(Frame.text(x + 16, y + 10, "start", parts.get(i)));
            x += width + 8;
        }
        return legend;
    }

    /** Of the legend, from 0. */
    private static int lastRow(List<String> parts) {
        double x = 12;
        int row = 0;
        for (String part : parts) {
            double width = 24 + part.length() * LETTER;
            if (x + width > WIDTH) {
                x = 12;
                row++;
            }
            x += width + 8;
        }
        return row;
    }
}
