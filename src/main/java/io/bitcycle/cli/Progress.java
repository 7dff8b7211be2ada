package io.bitcycle.cli;

import io.bitcycle.training.ProgressListener;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Shows how far the tasks of a command are, on its error stream: on a terminal as one line that is redrawn, else as a plain
 * line per task now and then. Tasks may run at the same time, on any threads. Nothing is shown of tasks that end before
 * the first interval has passed.
 */
final class Progress implements AutoCloseable {
    private static final long SECOND = 1_000_000_000;
    private static final long REDRAW_NANOS = SECOND / 5;
    private static final long PLAIN_NANOS = 10 * SECOND;

    private final PrintWriter err;
    private final Terminal terminal;
    private final LongSupplier nanoClock;
    private final List<Task> tasks = new ArrayList<>();
    private long lastDrawn;
    private int drawnColumns;

    /**
     * A display of one command.
     *
     * @param nanoClock as {@link System#nanoTime}
     */
    Progress(PrintWriter err, Terminal terminal, LongSupplier nanoClock) {
        this.err = err;
        this.terminal = terminal;
        this.nanoClock = nanoClock;
        this.lastDrawn = nanoClock.getAsLong();
    }

    /** A display on the error stream of a command. */
    static Progress of(CommandSpec command) {
        return new Progress(
                command.commandLine().getErr(), BitCycle.above(command).terminal(), System::nanoTime);
    }

    /** A task that starts now; what it reports is shown under its name. */
    synchronized ProgressListener task(String name) {
        Task task = new Task(name, nanoClock.getAsLong());
        tasks.add(task);
        return task;
    }

    /** Prints a line of its own, e.g. a warning, without tearing the bar. */
    synchronized void line(String text) {
        erase();
        err.println(text);
        err.flush();
    }

    /** Leaves the terminal clean. */
    @Override
    public synchronized void close() {
        erase();
        err.flush();
    }

    private synchronized void update(Task task, long done, long total, String note) {
        long now = nanoClock.getAsLong();
        task.line = new ProgressLine(task.name, done, total, (double) (now - task.started) / SECOND, note);
        if (terminal.columns().isPresent()) {
            if (now - lastDrawn >= REDRAW_NANOS || drawnColumns > 0 && done >= total) {
                lastDrawn = now;
                redraw();
            }
        } else if (now - task.lastPrinted >= PLAIN_NANOS || task.printed && done >= total) {
            task.lastPrinted = now;
            task.printed = true;
            err.println(task.line.plain());
            err.flush();
        }
    }

    private void redraw() {
        int columns = terminal.columns().orElseThrow() - 1;
        String text = bars(true);
        if (text.length() > columns) {
            text = bars(false);
        }
        // The last column stays free: a terminal that is full would wrap, and the next redraw would start a line lower.
        String cut =
                text.substring(0, Math.min(text.length(), terminal.columns().orElseThrow() - 1));
        err.print("\r" + cut + " ".repeat(Math.max(0, drawnColumns - cut.length())));
        err.flush();
        drawnColumns = cut.length();
    }

    private String bars(boolean notes) {
        return tasks.stream()
                .filter(task -> task.line != null)
                .map(task -> task.line.bar(terminal.unicode(), notes))
                .collect(Collectors.joining("   "));
    }

    private void erase() {
        if (drawnColumns > 0) {
            err.print("\r" + " ".repeat(drawnColumns) + "\r");
            drawnColumns = 0;
        }
    }

    private final class Task implements ProgressListener {
        private final String name;
        private final long started;
        private long lastPrinted;
        private boolean printed;
        private ProgressLine line;

        private Task(String name, long started) {
            this.name = name;
            this.started = started;
            this.lastPrinted = started;
        }

        @Override
        public void progress(long done, long total, String note) {
            update(this, done, total, note);
        }
    }
}
