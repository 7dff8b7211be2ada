package io.bitcycle.cli;

import io.bitcycle.training.Glance;
import io.bitcycle.training.ProgressListener;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
    /** Lengths of a bar, the nicest first. */
    private static final List<Integer> BAR_CELLS = List.of(16, 8, 4);

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

    private synchronized void update(Task task, long done, long total, Supplier<Glance> glance) {
        long now = nanoClock.getAsLong();
        if (now - task.glanced >= REDRAW_NANOS || done >= total) {
            task.glanced = now;
            task.glance = glance.get();
        }
        task.line = new ProgressLine(
                task.name, task.before, done, total, (double) (now - task.started) / SECOND, task.glance);
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
        // The last column stays free: a terminal that is full would wrap, and the next redraw would start a line lower.
        int columns = terminal.columns().orElseThrow() - 1;
        String text = fitting(columns);
        String cut = text.substring(0, Math.min(text.length(), columns));
        err.print("\r" + cut + " ".repeat(Math.max(0, drawnColumns - cut.length())));
        err.flush();
        drawnColumns = cut.length();
    }

    /** As many facts as there is room for, then the longest bars; the barest line where nothing fits. */
    private String fitting(int columns) {
        List<ProgressLine> lines =
                tasks.stream().map(task -> task.line).filter(Objects::nonNull).toList();
        int most = lines.stream().mapToInt(line -> line.facts().size()).max().orElse(0);
        String text = "";
        for (int facts = most; facts >= 0; facts--) {
            for (int cells : BAR_CELLS) {
                text = bars(lines, cells, facts);
                if (text.length() <= columns) {
                    return text;
                }
            }
        }
        return text;
    }

    private String bars(List<ProgressLine> lines, int cells, int facts) {
        return lines.stream()
                .map(line -> line.bar(terminal.unicode(), cells, facts))
                .collect(Collectors.joining("  "));
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
        private long before;
        private long glanced;
        private Glance glance = Glance.NONE;
        private ProgressLine line;

        private Task(String name, long started) {
            this.name = name;
            this.started = started;
            this.lastPrinted = started;
            this.glanced = started;
        }

        @Override
        public void progress(long done, long total, Supplier<Glance> now) {
            update(this, done, total, now);
        }

        @Override
        public void goesOnAfter(long done) {
            synchronized (Progress.this) {
                before = done;
            }
        }
    }
}
