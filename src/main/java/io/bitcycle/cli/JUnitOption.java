package io.bitcycle.cli;

import io.bitcycle.report.RunFolder;
import io.bitcycle.report.diff.JUnitXml;
import io.bitcycle.report.diff.RunDiff;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --junit}: results for build servers. */
final class JUnitOption {
    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "also write JUnit XML: a case per layer and pass for tensors and ledger, one per file")
    private Path file;

    /** Refuses a file that cannot be written, before anything is compared. */
    void require() {
        if (file != null) {
            OutOption.requireFile("--junit", file);
        }
    }

    /** @param diffs by the name of their suite */
    void write(Map<String, RunDiff> diffs) throws IOException {
        if (file != null) {
            Path whole = file.toAbsolutePath();
            RunFolder.writeFile(whole.getParent(), whole.getFileName().toString(), JUnitXml.lines(diffs));
        }
    }
}
