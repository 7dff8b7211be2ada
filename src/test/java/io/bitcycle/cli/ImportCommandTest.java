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

    @Test
    void importedTracesValidate() throws IOException {
        Path csv = Files.writeString(folder.resolve("t.csv"), "Layer,M,N,K,\nQKT,1024,1000,64,\n");
        CommandRun gemm = CommandRun.of("import", "scalesim", csv, "--out", folder);
        assertEquals(0, gemm.exitCode(), gemm.err());
        CommandRun onnx = CommandRun.of("import", "onnx", "src/test/resources/onnx/residual.onnx", "--out", folder);
        assertEquals(0, onnx.exitCode(), onnx.err());
        assertEquals("note: biases of 2 of 7 products", onnx.err().substring(0, 31));
        CommandRun check = CommandRun.of("validate", folder.resolve("t.json"), folder.resolve("residual.json"));
        assertEquals(0, check.exitCode(), check.err());
        assertTrue(check.out().contains("the trace residual, 10 layers"), check.out());
    }

    @Test
    void importedTracesCannotBeTrained() {
        CommandRun.of("import", "onnx", "src/test/resources/onnx/perceptron.onnx", "--out", folder);
        CommandRun run = CommandRun.of("train", "--network", folder.resolve("perceptron.json"));
        assertEquals(2, run.exitCode());
        assertTrue(
                run.err().startsWith("perceptron: training: is missing: the trace says nothing of training"),
                run.err());
    }

    @Test
    void theFormCanBeStated() throws IOException {
        Path csv = Files.writeString(folder.resolve("t.csv"), "a,b,c,d\nQKT,1024,1000,64,\n");
        assertEquals(2, CommandRun.of("import", "scalesim", csv).exitCode());
        CommandRun run = CommandRun.of("import", "scalesim", csv, "--form", "gemm");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("\"m\": 1024, \"n\": 1000, \"k\": 64"), run.out());
    }
}
