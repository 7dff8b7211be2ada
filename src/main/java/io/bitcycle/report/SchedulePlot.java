package io.bitcycle.report;

import io.bitcycle.precision.Precision;
import io.bitcycle.precision.PrecisionSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * The forward bits of a schedule over iterations, drawn with characters: one line per width, one column per equal share of
 * the iterations. A column shows every width that occurs in its share.
 *
 * @param from first iteration drawn
 * @param to first iteration not drawn
 * @param columns at most so many; fewer when there are fewer iterations
 * @param mark what a width that occurs is drawn with
 */
public record SchedulePlot(long from, long to, int columns, char mark) {
    private static final int LABEL = 4;

    /** The lines, from the widest bits to the axis. */
    public List<String> lines(PrecisionSchedule schedule) {
        return lines(schedule, Precision::forwardBits);
    }

    /** The same for the bits of one kind of tensor. */
    public List<String> lines(PrecisionSchedule schedule, ToIntFunction<Precision> kind) {
        int drawn = (int) Math.min(columns, to - from);
        List<TreeSet<Integer>> widths = new ArrayList<>();
        TreeSet<Integer> all = new TreeSet<>();
        for (int column = 0; column < drawn; column++) {
            TreeSet<Integer> occurring = new TreeSet<>();
            for (long iteration = start(column, drawn); iteration < start(column + 1, drawn); iteration++) {
                occurring.add(kind.applyAsInt(schedule.at(iteration)));
            }
            widths.add(occurring);
            all.addAll(occurring);
        }
        List<String> lines = new ArrayList<>();
        for (int bits = all.last(); bits >= all.first(); bits--) {
            StringBuilder line = new StringBuilder(label(Integer.toString(bits)) + " |");
            for (TreeSet<Integer> occurring : widths) {
                line.append(occurring.contains(bits) ? mark : ' ');
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.add(label("bits") + " +" + "-".repeat(drawn));
        String first = Figures.grouped(from);
        String last = Figures.grouped(to - 1);
        int gap = Math.max(1, drawn - first.length() - last.length());
        lines.add(" ".repeat(LABEL + 2) + first + " ".repeat(gap) + last);
        return lines;
    }

    private long start(int column, int drawn) {
        return from + Math.multiplyExact(to - from, (long) column) / drawn;
    }

    private static String label(String text) {
        return " ".repeat(LABEL - text.length()) + text;
    }
}
