package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.training.Glance;
import io.bitcycle.training.ProgressListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong();
    private final StringWriter screen = new StringWriter();

    @Test
    void plainLinesComeEveryTenSeconds() {
        try (Progress progress = progress(OptionalInt.empty())) {
            ProgressListener cpt = progress.task("cpt");
            report(cpt, 9, 90, "loss 2.1");
            report(cpt, 10, 100, "loss 2.0");
            report(cpt, 19, 190, "");
            report(cpt, 20, 200, "");
            report(cpt, 100, 1000, "loss 0.1");
        }
        assertEquals("""
                cpt: 10 % (100 of 1000), 1:30 left, loss 2.0
                cpt: 20 % (200 of 1000), 1:20 left
                cpt: 100 % (1000 of 1000), took 1:40, loss 0.1
                """, screen.toString());
    }

    @Test
    void shortTasksSayNothing() {
        try (Progress progress = progress(OptionalInt.empty())) {
            report(progress.task("cpt"), 9, 1000, "");
        }
        assertEquals("", screen.toString());
    }

    @Test
    void tasksShareOneLineOfATerminal() {
        try (Progress progress = progress(OptionalInt.of(80))) {
            ProgressListener cpt = progress.task("a");
            ProgressListener other = progress.task("b");
            report(cpt, 1, 250, "");
            report(other, 2, 500, "");
            // Too soon after the last to be drawn.
            other.progress(501, 1000, "");
        }
        String first = "a [####------------] 25 % 0:03 left";
        String both = first + "  b [########--------] 50 % 0:02 left";
        assertEquals("\r" + first + "\r" + both + "\r" + " ".repeat(both.length()) + "\r", screen.toString());
    }

    /** What issue 7 asks of a live view, in one line of an ordinary terminal. */
    @Test
    void factsGiveWayToTheBarTheLeastImportantFirst() {
        Map<Integer, String> expected = new TreeMap<>(Map.of(
                120,
                "cpt [########--------] 50 % 0:02 left, loss 0.412, 3/8 bits, test 98.72 %, 1.235 J, 400 images/s",
                90,
                "cpt [####----] 50 % 0:02 left, loss 0.412, 3/8 bits, test 98.72 %, 1.235 J, 400 images/s",
                80,
                "cpt [####----] 50 % 0:02 left, loss 0.412, 3/8 bits, test 98.72 %, 1.235 J",
                60,
                "cpt [########--------] 50 % 0:02 left, loss 0.412, 3/8 bits",
                34,
                "cpt [####----] 50 % 0:02 left"));
        expected.forEach((columns, line) -> {
            StringWriter shown = new StringWriter();
            clock.set(0);
            try (Progress progress =
                    new Progress(new PrintWriter(shown), new Terminal(OptionalInt.of(columns), false), clock::get)) {
                ProgressListener cpt = progress.task("cpt");
                clock.set(2 * SECOND);
                cpt.progress(500, 1000, () -> training(800));
            }
            assertEquals("\r" + line + "\r" + " ".repeat(line.length()) + "\r", shown.toString());
        });
    }

    @Test
    void twoSchedulesShowTheirLossIn80Columns() {
        try (Progress progress = progress(OptionalInt.of(80))) {
            ProgressListener baseline = progress.task("static");
            ProgressListener cpt = progress.task("cpt");
            clock.set(2 * SECOND);
            baseline.progress(500, 1000, () -> training(800));
            clock.set(3 * SECOND);
            cpt.progress(500, 1000, () -> training(800));
        }
        String both = "static [##--] 50 % 0:02 left, loss 0.412  cpt [##--] 50 % 0:03 left, loss 0.412";
        assertEquals(79, both.length());
        assertTrue(screen.toString().contains("\r" + both + "\r"), screen.toString());
    }

    /** 800 images and 400 iterations in 20 s by this process; 100 iterations are an earlier one's. */
    @Test
    void whatAnEarlierProcessDidTookNoTime() {
        try (Progress progress = progress(OptionalInt.empty())) {
            ProgressListener cpt = progress.task("cpt");
            cpt.goesOnAfter(100);
            clock.set(20 * SECOND);
            cpt.progress(500, 1000, () -> training(800));
        }
        assertEquals(
                "cpt: 50 % (500 of 1000), 0:25 left, loss 0.412, 3/8 bits, test 98.72 %, 1.235 J, 40 images/s\n",
                screen.toString());
    }

    @Test
    void whatIsNotShownIsNotWorkedOut() {
        try (Progress progress = progress(OptionalInt.of(80))) {
            ProgressListener cpt = progress.task("cpt");
            AtomicInteger glances = new AtomicInteger();
            for (int i = 1; i <= 1000; i++) {
                clock.set(i * SECOND / 1000);
                cpt.progress(i, 2000, () -> Glance.at("loss " + glances.incrementAndGet()));
            }
            assertEquals(5, glances.get());
        }
    }

    @Test
    void aNarrowTerminalIsNotLeft() {
        try (Progress progress = progress(OptionalInt.of(20))) {
            report(progress.task("cpt"), 1, 500, "loss 2.0");
        }
        assertEquals("\rcpt [##--] 50 % 0:0\r" + " ".repeat(19) + "\r", screen.toString());
    }

    @Test
    void linesDoNotTearTheBar() {
        try (Progress progress = progress(OptionalInt.of(80))) {
            report(progress.task("a"), 1, 1000, "");
            progress.line("warning");
        }
        String bar = "a [################] 100 %";
        String gone = "\r" + " ".repeat(bar.length()) + "\r";
        assertEquals("\r" + bar + gone + "warning\n", screen.toString().replace("\r\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "59.4, 0:59", "59.6, 1:00", "3599, 59:59", "3600, 1:00:00", "36061, 10:01:01"})
    void timesAreMinutesAndSeconds(double seconds, String expected) {
        assertEquals(expected, ProgressLine.time(seconds));
    }

    @Test
    void terminalsAreWhatTheLauncherAndTheLocaleSay() {
        assertEquals(new Terminal(OptionalInt.of(120), true), Terminal.of("120", Map.of("LANG", "de_DE.UTF-8")));
        assertEquals(new Terminal(OptionalInt.of(20), false), Terminal.of("3", Map.of("LANG", "C")));
        assertEquals(
                new Terminal(OptionalInt.empty(), false),
                Terminal.of(null, Map.of("LANG", "en_US.utf8", "LC_ALL", "POSIX")));
        assertEquals(
                new Terminal(OptionalInt.empty(), true),
                Terminal.of("80", Map.of("TERM", "dumb", "LC_CTYPE", "C.UTF-8")));
        assertEquals(Terminal.PLAIN, Terminal.of("wide", Map.of()));
    }

    private Progress progress(OptionalInt columns) {
        return new Progress(new PrintWriter(screen), new Terminal(columns, false), clock::get);
    }

    /** In the middle of a run; 1,234.6 mJ are 1.235 J. */
    private static Glance training(long samples) {
        return new Glance(
                List.of("loss 0.412", "3/8 bits", "test 98.72 %"),
                Optional.of(new Glance.Trained(samples, "images", new BigDecimal("1234600000000"))));
    }

    private void report(ProgressListener task, long atSecond, long done, String note) {
        clock.set(atSecond * SECOND);
        task.progress(done, 1000, note);
    }
}
