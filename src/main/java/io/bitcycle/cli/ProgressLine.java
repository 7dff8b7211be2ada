package io.bitcycle.cli;

import io.bitcycle.report.Figures;
import io.bitcycle.training.Glance;
import java.util.ArrayList;
import java.util.List;

/**
 * How far one task is, in words.
 *
 * @param name of the task
 * @param before units of work that an earlier process did
 * @param done units of work done, of {@code total}, those before included
 * @param elapsedSeconds since the task started, or went on
 * @param glance what is worth one
 */
record ProgressLine(String name, long before, long done, long total, double elapsedSeconds, Glance glance) {
    private static final int RATE_DIGITS = 3;

    int percent() {
        return (int) (100.0 * done / total);
    }

    /** Remaining time if the rest goes as fast as this process has worked so far. */
    double secondsLeft() {
        return elapsedSeconds * (total - done) / (done - before);
    }

    /** What is worth a glance, the most important first: the task's own facts, simulated energy, samples per second. */
    List<String> facts() {
        List<String> facts = new ArrayList<>(glance.facts());
        glance.trained().ifPresent(trained -> {
            facts.add(Figures.energy(trained.energyPj()));
            if (elapsedSeconds > 0) {
                facts.add(Figures.significant(trained.samples() / elapsedSeconds, RATE_DIGITS) + " " + trained.unit()
                        + "/s");
            }
        });
        return facts;
    }

    /**
     * Short, with a bar, e.g. {@code cpt [##--] 50 % 0:30 left, loss 0.412, 3/8 bits}.
     *
     * @param cells of the bar
     * @param facts how many of them at most
     */
    String bar(boolean unicode, int cells, int facts) {
        int filled = (int) (done * cells / total);
        String bar = (unicode ? "█" : "#").repeat(filled) + (unicode ? "░" : "-").repeat(cells - filled);
        List<String> shown = facts();
        return name + " [" + bar + "] " + percent() + " %" + left(" ")
                + listed(shown.subList(0, Math.min(facts, shown.size())));
    }

    /** Complete, e.g. {@code cpt: 50 % (300 of 600), 0:30 left, loss 0.412, 3/8 bits}. */
    String plain() {
        String end = done >= total ? ", took " + time(elapsedSeconds) : left(", ");
        return name + ": " + percent() + " % (" + done + " of " + total + ")" + end + listed(facts());
    }

    private static String listed(List<String> facts) {
        return facts.isEmpty() ? "" : ", " + String.join(", ", facts);
    }

    private String left(String separator) {
        return done == before || done >= total ? "" : separator + time(secondsLeft()) + " left";
    }

    /** Minutes and seconds, with hours where there are any: {@code 1:05}, {@code 2:00:00}. */
    static String time(double seconds) {
        long whole = Math.round(seconds);
        long minutes = whole / 60;
        String tail = twoDigits(whole % 60);
        return minutes < 60 ? minutes + ":" + tail : minutes / 60 + ":" + twoDigits(minutes % 60) + ":" + tail;
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }
}
