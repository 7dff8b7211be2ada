package io.bitcycle.report.chart;

import io.bitcycle.precision.Precision;
import io.bitcycle.report.Figures;
import io.bitcycle.report.markup.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * The bits of schedules over the iterations of a run, one panel below the other: weights and activations as lines, errors
 * dashed. Where weights and activations differ, activations are dotted.
 */
public final class ScheduleChart {
    private static final double WIDTH = 960;
    private static final double LEFT = 40;
    private static final double RIGHT = 28;
    private static final double PANEL = 116;
    private static final double CAPTION = 26;
    private static final double FOOT = 44;
    private static final int TICKS = 4;

    /**
     * One schedule.
     *
     * @param caption its name and what it comes to
     * @param bits precision of every iteration of the run
     */
    public record Panel(String caption, LongFunction<Precision> bits) {}

    private final long iterations;
    private final int least;
    private final int most;

    /**
     * Charts of runs.
     *
     * @param iterations of each run
     * @param least narrowest width to show
     * @param most widest width to show
     */
    public ScheduleChart(long iterations, int least, int most) {
        this.iterations = iterations;
        this.least = Math.max(0, least - 1);
        this.most = most;
    }

    /** Height of a picture of so many panels. */
    public static double height(int panels) {
        return panels * PANEL + FOOT;
    }

    /** Width of every picture. */
    public static double width() {
        return WIDTH;
    }

    public Element picture(String title, String description, List<Panel> panels) {
        Element picture = Picture.of(WIDTH, height(panels.size()), title, description);
        for (int i = 0; i < panels.size(); i++) {
            Frame frame = new Frame(
                    Scale.linear(0, iterations, LEFT, WIDTH - RIGHT),
                    Scale.linear(least, most + 0.5, (i + 1) * PANEL, i * PANEL + CAPTION));
            picture.add(panel(frame, panels.get(i), i));
            if (i == panels.size() - 1) {
                frame.columns(
                        picture,
                        IntStream.rangeClosed(0, TICKS)
                                .mapToObj(tick -> Math.floor((double) iterations * tick / TICKS))
                                .toList(),
                        value -> Figures.grouped((long) value));
                picture.add(Frame.text(
                        (LEFT + WIDTH - RIGHT) / 2,
                        frame.bottom() + 38,
                        "middle",
                        "iteration (line: weights and activations; dashed: errors)"));
            }
        }
        return picture;
    }

    private Element panel(Frame frame, Panel panel, int number) {
        Element group = Element.of("g");
        int step = most - least > 8 ? 4 : 2;
        List<Double> rows = new ArrayList<>();
        for (int bits = most; bits > least; bits -= step) {
            rows.add((double) bits);
        }
        frame.rows(group, rows, value -> Integer.toString((int) value));
        group.add(Frame.text(LEFT, frame.top() - 8, "start", panel.caption()).with("font-weight", "bold"));
        boolean apart = differ(panel);
        group.add(line(frame, panel, Precision::backwardBits, number, "5 4"));
        if (apart) {
            group.add(line(frame, panel, Precision::activationBits, number, "1 3"));
        }
        group.add(line(frame, panel, Precision::weightBits, number, ""));
        return group;
    }

    private boolean differ(Panel panel) {
        for (long i = 0; i < iterations; i++) {
            Precision precision = panel.bits().apply(i);
            if (precision.weightBits() != precision.activationBits()) {
                return true;
            }
        }
        return false;
    }

    /** A staircase with a corner where the bits change. */
    private Element line(Frame frame, Panel panel, ToIntFunction<Precision> kind, int number, String dashes) {
        int last = kind.applyAsInt(panel.bits().apply(0));
        StringBuilder path = new StringBuilder("M" + Frame.at(frame.left()) + " " + y(frame, last));
        for (long i = 1; i < iterations; i++) {
            int now = kind.applyAsInt(panel.bits().apply(i));
            if (now != last) {
                path.append('H')
                        .append(Frame.at(frame.x().pixel(i)))
                        .append('V')
                        .append(y(frame, now));
                last = now;
            }
        }
        path.append('H').append(Frame.at(frame.right()));
        Element line = Palette.stroke(Element.of("path").with("d", path.toString()), number)
                .with("stroke-width", dashes.isEmpty() ? "1.6" : "1.2");
        return dashes.isEmpty() ? line : line.with("stroke-dasharray", dashes);
    }

    private static String y(Frame frame, int bits) {
        return Frame.at(frame.y().pixel(bits));
    }
}
