package io.bitcycle.report;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bitcycle.file.WholeFile;
import io.bitcycle.json.JsonText;
import io.bitcycle.simulator.RunLedger;
import io.bitcycle.tensor.npy.NpyArray;
import io.bitcycle.tensor.npy.NpyWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder that a run writes. Every file gets its name when it is complete, {@code manifest.json} last: a folder without
 * it holds an unfinished run.
 */
public final class RunFolder {
    public static final String MANIFEST = "manifest.json";
    /** What the run ran on, with the settings of the command line in it. */
    public static final String HWCONFIG = "hwconfig.json";
    /** The network of the run, a copy of its trace. */
    public static final String TRACE = "trace.json";

    /** Line feeds on every system, decimals without exponents, doubles in the shortest form of every JDK. */
    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build()
            .writer(printer());

    private final Path folder;
    private final OpsColumns columns;

    private RunFolder(Path folder, OpsColumns columns) {
        this.folder = folder;
        this.columns = columns;
    }

    /**
     * Makes the folder where there is none. One of an earlier run is written over, file by file.
     *
     * @throws IOException when it cannot be made or written
     */
    public static RunFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(MANIFEST));
        WholeFile.removeUnfinished(folder);
        Path probe = WholeFile.temporary(folder.resolve(MANIFEST));
        Files.write(probe, new byte[0]);
        Files.delete(probe);
        return new RunFolder(folder, OpsColumns.BITCYCLE);
    }

    /** Whether a folder holds a finished run itself, not only runs in folders of its own. */
    public static boolean isRun(Path folder) {
        return Stream.of(MANIFEST, "summary.json", "ops.csv")
                .allMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** A folder in this one. */
    public RunFolder child(String name) throws IOException {
        return open(folder.resolve(name)).with(columns);
    }

    /** This folder and those in it, with the operations written in such columns. */
    public RunFolder with(OpsColumns other) {
        return new RunFolder(folder, other);
    }

    public Path path() {
        return folder;
    }

    /** Writes a text file; lines end in a line feed. */
    public void write(String name, Iterable<String> lines) throws IOException {
        writeFile(folder, name, lines);
    }

    /** Writes a text file to a folder that is no run's, as a {@link WholeFile}. */
    public static void writeFile(Path folder, String name, Iterable<String> lines) throws IOException {
        WholeFile.write(folder.resolve(name), temporary -> {
            // Not Files.write, which ends lines as the system does.
            try (Writer writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
                for (String line : lines) {
                    writer.write(line);
                    writer.write('\n');
                }
            }
        });
    }

    /** The same for JSON. */
    public static void writeFile(Path folder, String name, JsonNode json) throws IOException {
        writeFile(folder, name, List.of(JSON.writeValueAsString(json)));
    }

    /** Writes a JSON file. */
    public void write(String name, JsonNode json) throws IOException {
        write(name, List.of(text(json)));
    }

    /** JSON as run folders have it. */
    public static String text(JsonNode json) throws IOException {
        return JSON.writeValueAsString(json);
    }

    /** Writes an .npy file. */
    public void write(String name, NpyArray array) throws IOException {
        NpyWriter.write(folder.resolve(name), array);
    }

    /** Writes what the run executed: {@code ops.csv} for people and scripts, {@code ledger.json} to explain it from. */
    public void write(RunLedger ledger) throws IOException {
        if (columns == OpsColumns.BITCYCLE) {
            write("ops.csv", OpsCsv.lines(ledger));
        } else {
            ScaleSimReports reports = new ScaleSimReports(ledger, columns);
            write("ops.csv", OpsCsv.lines(ledger, reports));
            for (Map.Entry<String, List<String>> file : reports.files().entrySet()) {
                write(file.getKey(), file.getValue());
            }
        }
        write(LedgerFile.NAME, LedgerFile.lines(ledger));
    }

    /** Writes the manifest: the run is complete. */
    public void finish(Manifest manifest) throws IOException {
        if (manifest.hwconfig().isPresent()) {
            write(HWCONFIG, JsonText.lines(manifest.hwconfig().get()));
        }
        if (manifest.trace().isPresent()) {
            Path trace = manifest.trace().get();
            WholeFile.write(folder.resolve(TRACE), temporary -> Files.copy(trace, temporary));
        }
        write(MANIFEST, manifest.toJson(Instant.now()));
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        return printer;
    }
}
