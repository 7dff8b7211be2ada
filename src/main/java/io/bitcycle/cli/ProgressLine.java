package io.bitcycle.cli;

/**
 * How far one task is, in words.
 *
 * @param name of the task
 * @param done units of work done, of {@code total}
 * @param elapsedSeconds since the task started
 * @param note what is worth a glance, or empty
 */
record ProgressLine(String name, long done, long total, double elapsedSeconds, String note) {
    private static final int BAR_COLUMNS = 16;

    int percent() {
        return (int) (100.0 * done / total);
    }

    /** Remaining time if the rest goes as fast as the work so far. */
    double secondsLeft() {
        return elapsedSeconds * (total - done) / done;
    }

    /** Short, with a bar, e.g. {@code cpt [####----] 50 % 0:30 left}, and the note if there is room for notes. */
    String bar(boolean unicode, boolean notes) {
        int filled = (int) (done * BAR_COLUMNS / total);
        String bar = (unicode ? "█" : "#").repeat(filled) + (unicode ? "░" : "-").repeat(BAR_COLUMNS - filled);
        return name + " [" + bar + "] " + percent() + " %" + left(" ") + (notes && !note.isEmpty() ? ", " + note : "");
    }

    /** Complete, e.g. {@code cpt: 50 % (300 of 600), 0:30 left, loss 0.412}. */
    String plain() {
        String end = done >= total ? ", took " + time(elapsedSeconds) : left(", ");
        return name + ": " + percent() + " % (" + done + " of " + total + ")" + end
                + (note.isEmpty() ? "" : ", " + note);
    }

    private String left(String separator) {
        return done == 0 || done >= total ? "" : separator + time(secondsLeft()) + " left";
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
