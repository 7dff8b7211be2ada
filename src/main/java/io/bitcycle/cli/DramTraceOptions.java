package io.bitcycle.cli;

import io.bitcycle.hardware.mac.MacFamily;
import io.bitcycle.report.DramTraceFile;
import io.bitcycle.report.DramTraceFormat;
import io.bitcycle.report.Figures;
import io.bitcycle.simulator.Accelerator;
import io.bitcycle.simulator.DramTrace;
import io.bitcycle.workload.Operation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import picocli.CommandLine.Option;

/** Every burst of DRAM, for a simulator of DRAM or for people. */
class DramTraceOptions {
    /** The largest trace that is written unasked. */
    private static final long MOST_BYTES = 256L << 20;

    @Option(
            names = "--dram-trace",
            paramLabel = "FILE",
            description = "writes every burst that DRAM moves: operation, cycle, address, bytes")
    private Path file;

    @Option(
            names = "--dram-trace-format",
            paramLabel = "F",
            converter = FormatChoice.class,
            description = "csv, ramulator2 (LD and ST) or dramsim3 (default: csv)")
    private DramTraceFormat format;

    /** With a {@code --force} of its own. */
    static final class Forcible extends DramTraceOptions {
        @Option(names = "--force", description = "writes a DRAM trace however large")
        private boolean force;

        /** {@link #check} and {@link #plan} at once. */
        Optional<DramTrace> plan(Accelerator accelerator, List<? extends Operation> operations, PrintWriter console) {
            check((option, message) -> {
                throw Errors.option(option, message);
            });
            return plan(accelerator, operations, force, console);
        }
    }

    /** The formats by their words. */
    static final class FormatChoice extends Choice<DramTraceFormat> {
        FormatChoice() {
            super(List.of(DramTraceFormat.values()), DramTraceFormat::label);
        }
    }

    /** Whether a trace is asked for. */
    boolean asked() {
        return file != null;
    }

    /** Reports options that go with another that is missing. */
    void check(BiConsumer<String, String> problem) {
        if (format != null && file == null) {
            problem.accept(
                    "--dram-trace-format", "has no effect without --dram-trace; allowed: with --dram-trace FILE");
        }
    }

    /**
     * Tells how large the trace will be, if one is asked for.
     *
     * @param force whether it may be of any size
     * @throws io.bitcycle.json.BadInputException when it is too large or cannot be written
     */
    Optional<DramTrace> plan(
            Accelerator accelerator, List<? extends Operation> operations, boolean force, PrintWriter console) {
        if (file == null) {
            return Optional.empty();
        }
        MacFamily family = accelerator.hardware().array().mac().family();
        if (family.needsValues()) {
            throw Errors.option(
                    "--dram-trace " + file,
                    "knows shapes only, but values decide the cycles of array.mac.family " + family.name()
                            + "; allowed: another family");
        }
        int burst = accelerator.hardware().dram().burstBits();
        if (burst % Byte.SIZE != 0) {
            throw Errors.option(
                    "--dram-trace " + file,
                    "has bursts of dram.burst_bits " + burst
                            + "; allowed: a multiple of 8, e.g. --set dram.burst_bits=512");
        }
        DramTrace trace = new DramTrace(accelerator, operations);
        long bursts = trace.parts().stream().mapToLong(DramTrace.Part::count).sum();
        long bytes = DramTraceFile.mostBytes(trace, format());
        if (bytes > MOST_BYTES && !force) {
            throw Errors.option(
                    "--dram-trace " + file,
                    String.format(
                            Locale.ROOT,
                            "would take up to %,d MiB (%,d bursts as %s); allowed: up to %d MiB, or --force",
                            bytes >> 20,
                            bursts,
                            format().label(),
                            MOST_BYTES >> 20));
        }
        if (Files.isDirectory(file) || !Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw Errors.option("--dram-trace " + file, "cannot be written; allowed: a file in a folder that exists");
        }
        console.println("DRAM trace of " + Figures.grouped(bursts) + " bursts, up to "
                + Figures.grouped((bytes >> 10) + 1) + " KiB");
        return Optional.of(trace);
    }

    /** Writes what {@link #plan} gave. */
    void write(DramTrace trace, PrintWriter console) throws IOException {
        DramTraceFile.write(file, trace, format());
        console.println("DRAM trace written to " + file);
    }

    private DramTraceFormat format() {
        return format == null ? DramTraceFormat.CSV : format;
    }
}
