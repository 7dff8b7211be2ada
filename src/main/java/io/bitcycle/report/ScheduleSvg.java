package io.bitcycle.report;

import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrecisionSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** {@code schedule.svg}: the bits of schedules over all iterations; forward bits as lines, backward bits dashed. */
public final class ScheduleSvg {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 320;
    private static final int LEFT = 56;
    private static final int RIGHT = 16;
    private static final int TOP = 40;
    private static final int BOTTOM = 48;
    private static final int TICKS = 4;

    /** Okabe and Ito, Color Universal Design, 2008: told apart by the colour-blind. */
    private static final List<String> COLOURS =
            List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9");

    private final long iterations;
    private final int most;
    private final List<String> lines = new ArrayList<>();

    private ScheduleSvg(long iterations, int most) {
        this.iterations = iterations;
        this.most = most;
    }

    /**
     * The file's lines.
     *
     * @param schedules by name, in drawing order
     * @param iterations of the run
     */
    public static List<String> lines(Map<String, PrecisionSchedule> schedules, long iterations) {
        int most = schedules.values().stream()
                .map(PrecisionSchedule::evaluation)
                .mapToInt(widest -> Math.max(widest.forwardBits(), widest.backwardBits()))
                .max()
                .orElseThrow();
        ScheduleSvg svg = new ScheduleSvg(iterations, most);
        svg.lines.add("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + HEIGHT
                + "\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" font-family=\"sans-serif\" font-size=\"12\">");
        svg.lines.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        svg.axes();
        int number = 0;
        for (Map.Entry<String, PrecisionSchedule> schedule : schedules.entrySet()) {
            svg.schedule(schedule.getKey(), schedule.getValue(), number++);
        }
        svg.lines.add("</svg>");
        return svg.lines;
    }

    private void axes() {
        for (int bits = 1; bits <= most; bits++) {
            lines.add("<path d=\"M" + LEFT + " " + y(bits) + "H" + (WIDTH - RIGHT) + "\" stroke=\"#ddd\"/>");
            text(LEFT - 8, y(bits), "end", Integer.toString(bits));
        }
        for (int tick = 0; tick <= TICKS; tick++) {
            long iteration = Math.multiplyExact(iterations, tick) / TICKS;
            text(x(iteration), Integer.toString(HEIGHT - BOTTOM + 20), "middle", Figures.grouped(iteration));
        }
        text(Integer.toString((WIDTH + LEFT) / 2), Integer.toString(HEIGHT - 8), "middle", "iteration");
        text(LEFT - 8, Integer.toString(TOP - 16), "end", "bits");
    }

    private void schedule(String name, PrecisionSchedule schedule, int number) {
        String colour = COLOURS.get(number % COLOURS.size());
        steps(schedule, Precision::backwardBits, colour, " stroke-dasharray=\"4 4\" stroke-opacity=\"0.6\"");
        steps(schedule, Precision::forwardBits, colour, "");
        int x = LEFT + number * 220;
        lines.add("<path d=\"M" + x + " " + (TOP - 20) + "h24\" stroke=\"" + colour + "\" stroke-width=\"2\"/>");
        text(x + 30, Integer.toString(TOP - 16), "start", name + " (dashed: backward)");
    }

    /** A staircase with a corner where the bits change. */
    private void steps(PrecisionSchedule schedule, ToIntFunction<Precision> bits, String colour, String style) {
        int last = bits.applyAsInt(schedule.at(0));
        StringBuilder path = new StringBuilder("M" + x(0) + " " + y(last));
        for (long iteration = 1; iteration < iterations; iteration++) {
            int now = bits.applyAsInt(schedule.at(iteration));
            if (now != last) {
                path.append('H').append(x(iteration)).append('V').append(y(now));
                last = now;
            }
        }
        path.append('H').append(x(iterations));
        lines.add(
                "<path d=\"" + path + "\" fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"1.5\"" + style + "/>");
    }

    private void text(int x, String y, String anchor, String content) {
        text(Integer.toString(x), y, anchor, content);
    }

    private void text(String x, String y, String anchor, String content) {
        String escaped = content.replace("&", "&amp;").replace("<", "&lt;");
        lines.add("<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\">" + escaped + "</text>");
    }

    private String x(long iteration) {
        return Figures.fixed(LEFT + (double) (WIDTH - LEFT - RIGHT) * iteration / iterations, 1);
    }

    private String y(int bits) {
        return Figures.fixed(HEIGHT - BOTTOM - (double) (HEIGHT - TOP - BOTTOM) * bits / (most + 1), 1);
    }
}
