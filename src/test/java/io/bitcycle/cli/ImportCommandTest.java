package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    private static final String CFG = """
            [general]
            run_name = my array
            [architecture_presets]
            ArrayHeight: 32
            ArrayWidth: 16
            IfmapSramSzkB: 64
            FilterSramSzkB: 64
            OfmapSramSzkB: 64
            Dataflow: ws
            """;

    @TempDir
    private Path folder;

    private Path cfg() throws IOException {
        return Files.writeString(folder.resolve("a.cfg"), CFG);
    }

    @Test
    void writesAHwconfigThatValidates() throws IOException {
        Path out = folder.resolve("new").resolve("mine.json");
        CommandRun run =
                CommandRun.of("import", "scalesim-cfg", cfg(), "--base", "bit-parallel-8bit-45nm", "--out", out);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("written to " + out, run.out().strip());
        assertTrue(run.err().startsWith("note: "), run.err());
        CommandRun check = CommandRun.of("validate", out);
        assertEquals(0, check.exitCode(), check.err());
        assertTrue(check.out().contains("the hwconfig my array, 32 x 16 bit-parallel units"), check.out());
    }

    @Test
    void namesTheFileInAFolderAndPrintsWithoutOne() throws IOException {
        CommandRun run = CommandRun.of("import", "scalesim-cfg", cfg(), "--base", "bitfusion-45nm", "--out", folder);
        assertEquals(0, run.exitCode(), run.err());
        CommandRun printed = CommandRun.of("import", "scalesim-cfg", cfg(), "--base", "bitfusion-45nm");
        assertEquals(Files.readString(folder.resolve("my-array.json")), printed.out());
    }

    @Test
    void badInputWritesNothing() throws IOException {
        Path cfg = Files.writeString(folder.resolve("bad.cfg"), CFG.replace("ws", "weights"));
        Path out = folder.resolve("bad.json");
        CommandRun run = CommandRun.of("import", "scalesim-cfg", cfg, "--base", "bitfusion-45nm", "--out", out);
        assertEquals(2, run.exitCode());
        assertEquals(
                cfg + ":9:1: architecture_presets.Dataflow: is \"weights\"; allowed: os, ws, is",
                run.err().strip());
        assertTrue(Files.notExists(out));
    }

    @Test
    void missingAndMisspeltWordsAreNamed() throws IOException {
        assertEquals(2, CommandRun.of("import").exitCode());
        CommandRun format = CommandRun.of("import", "scalesim-cgf", cfg());
        assertEquals(2, format.exitCode());
        assertTrue(format.err().contains("did you mean \"scalesim-cfg\"?"), format.err());
        CommandRun base = CommandRun.of("import", "scalesim-cfg", cfg());
        assertEquals(2, base.exitCode());
        assertTrue(base.err().startsWith("--base: is missing; allowed: a hwconfig"), base.err());
    }
}
