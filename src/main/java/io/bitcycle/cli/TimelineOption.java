package io.bitcycle.cli;

import io.bitcycle.report.RunFolder;
import io.bitcycle.report.timeline.Timeline;
import io.bitcycle.report.timeline.TraceEvents;
import io.bitcycle.simulator.Accelerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --timeline}: one iteration, drawn. */
final class TimelineOption {
    @Option(
            names = "--timeline",
            paramLabel = "FILE",
            description =
                    "also write when array, buffers, DRAM and vector unit are busy in one iteration, each schedule a "
                            + "process, as JSON for ui.perfetto.dev or chrome://tracing")
    private Path file;

    @Option(
            names = "--timeline-iteration",
            paramLabel = "N",
            defaultValue = "0",
            description = "which iteration, the first being 0 (default: ${DEFAULT-VALUE})")
    private long iteration;

    /** Refuses an iteration that the run does not have, and a file that cannot be written. */
    void require(long iterations) {
        if (file != null) {
            if (iteration < 0 || iteration >= iterations) {
                throw Errors.option(
                        "--timeline-iteration " + iteration, "is out of range; allowed: 0 to " + (iterations - 1));
            }
            OutOption.requireFile("--timeline", file);
        }
    }

    /** The iteration to draw. */
    long iteration() {
        return iteration;
    }

    /** A new timeline of a schedule; empty when none was asked for. */
    Optional<Timeline> of(String schedule, Accelerator accelerator) {
        return file == null
                ? Optional.empty()
                : Optional.of(new Timeline(schedule + ", iteration " + iteration, accelerator));
    }

    void write(List<Timeline> timelines) throws IOException {
        if (file != null) {
            Path whole = file.toAbsolutePath();
            RunFolder.writeFile(whole.getParent(), whole.getFileName().toString(), TraceEvents.lines(timelines));
        }
    }
}
