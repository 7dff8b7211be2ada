package io.bitcycle.report;

import io.bitcycle.file.WholeFile;
import io.bitcycle.simulator.DramTrace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A DRAM trace as a {@link WholeFile}. */
public final class DramTraceFile {
    private DramTraceFile() {}

    /** About how many bytes the file takes, a little more rather than less. */
    public static long mostBytes(DramTrace trace, DramTraceFormat format) {
        double bytes = format.header().length();
        StringBuilder line = new StringBuilder();
        for (DramTrace.Part part : trace.parts()) {
            line.setLength(0);
            format.append(line, part.widest());
            bytes += (double) part.count() * (line.length() + 1);
        }
        return (long) bytes;
    }

    /** Writes all bursts. */
    public static void write(Path file, DramTrace trace, DramTraceFormat format) throws IOException {
        WholeFile.write(file, temporary -> {
            try (Writer out = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
                out.write(format.header());
                StringBuilder line = new StringBuilder();
                trace.forEach(burst -> {
                    line.setLength(0);
                    format.append(line, burst);
                    append(out, line.append('\n'));
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
    }

    private static void append(Writer out, CharSequence line) {
        try {
            out.append(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
