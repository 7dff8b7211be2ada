package io.bitcycle.report;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.json.BadInputException;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.Position;
import io.bitcycle.json.Problem;
import io.bitcycle.simulator.RunLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run folder says about a finished run.
 *
 * @param ledger as the run left it
 */
public record FinishedRun(Path folder, HardwareConfig hardware, RunLedger ledger) {
    /**
     * Reads a folder.
     *
     * @throws BadInputException when it holds no finished run that can be explained
     */
    public static FinishedRun read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw bad(folder, "is no folder; allowed: a run folder, written with --out");
        }
        Path ledger = folder.resolve(LedgerFile.NAME);
        if (!Files.exists(ledger)) {
            throw bad(folder, "has no " + LedgerFile.NAME + "; allowed: " + allowed(folder));
        }
        if (!Files.exists(folder.resolve(RunFolder.MANIFEST))) {
            throw bad(folder, "has no " + RunFolder.MANIFEST + ": its run did not finish; allowed: a finished run");
        }
        HardwareConfig hardware = new HardwareConfigReader()
                .read(folder.resolve(RunFolder.HWCONFIG), List.of())
                .config();
        try {
            return new FinishedRun(folder, hardware, LedgerFile.read(ledger, hardware));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw bad(
                    ledger,
                    "is damaged" + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                            + ": " + JsonReader.cause(e) + "; allowed: the file as the run wrote it");
        }
    }

    private static String allowed(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            List<String> runs = children.filter(child -> Files.exists(child.resolve(LedgerFile.NAME)))
                    .map(Path::toString)
                    .sorted()
                    .toList();
            return runs.isEmpty() ? "a run folder, written with --out" : "one of its runs: " + String.join(", ", runs);
        }
    }

    private static BadInputException bad(Path file, String message) {
        return new BadInputException(List.of(Problem.at(Position.of(file.toString()), "", message)));
    }
}
