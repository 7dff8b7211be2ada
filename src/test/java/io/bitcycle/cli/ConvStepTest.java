package io.bitcycle.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code conv --fidelity step}: a layer's three passes through the stepped array, which rescales backward-data along the
 * depth and forms the sums of offset codes at its edge, give the files of {@code exact} to the byte. {@code exact} is held
 * to CPT's own code elsewhere.
 */
class ConvStepTest {
    private static final Path CASES = Path.of("src", "test", "resources", "reference", "cpt-conv");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "bitfusion-45nm, ws, 00, '--padding 1', cpt",
        "bitfusion-45nm, os, 01, '--padding 1 --stride 2', cpt",
        "bitfusion-45nm, is, 01, '--padding 1 --stride 2', cpt",
        "bitfusion-45nm, os, 01, '--padding 1 --stride 2', cpt-folded",
        "bit-serial-45nm, ws, 01, '--padding 1 --stride 2', cpt",
        "bit-serial-45nm, os, 01, '--padding 1 --stride 2', cpt",
        "bit-parallel-8bit-45nm, is, 01, '--padding 1 --stride 2', cpt-tensor",
        "bit-parallel-8bit-45nm, os, 01, '--padding 1 --stride 2', symmetric",
        "bit-serial-45nm, ws, 01, '--padding 1 --stride 2', symmetric-pow2",
        "bit-parallel-8bit-45nm, ws, 02, '--padding 1 --groups 8', cpt",
    })
    void sameFilesAsExact(String hwconfig, String dataflow, String name, String geometry, String quantizer)
            throws IOException {
        String command = "conv --hw " + hwconfig + " --set array.rows=4 --set array.cols=4 --set array.dataflow="
                + dataflow + " --quantizer " + quantizer + " " + geometry + " --forward-bits 4 --backward-bits 6"
                + " --input " + CASES.resolve(name).resolve("input.npy")
                + " --weight " + CASES.resolve(name).resolve("weight.npy")
                + " --grad-output " + CASES.resolve(name).resolve("grad_output.npy");
        for (String fidelity : List.of("step", "exact")) {
            CommandRun run =
                    CommandRun.line(command + " --fidelity " + fidelity + " --out " + folder.resolve(fidelity));
            assertEquals(0, run.exitCode(), run.err());
        }
        try (var files = Files.list(folder.resolve("exact"))) {
            List<Path> compared = files.filter(
                            file -> !file.getFileName().toString().equals("manifest.json"))
                    .toList();
            assertTrue(compared.size() >= 8, compared.toString());
            for (Path file : compared) {
                assertArrayEquals(
                        Files.readAllBytes(file),
                        Files.readAllBytes(folder.resolve("step").resolve(file.getFileName())),
                        file.getFileName().toString());
            }
        }
    }

    @Test
    void shapeHasNoTensors() {
        CommandRun run = CommandRun.line("conv --input x.npy --weight w.npy --out o --fidelity shape");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("--fidelity"), run.err());
        assertTrue(run.err().contains("allowed: step, exact"), run.err());
    }
}
