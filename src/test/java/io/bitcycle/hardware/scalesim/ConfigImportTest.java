package io.bitcycle.hardware.scalesim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.array.DepthBlocking;
import io.bitcycle.hardware.array.Interconnect;
import io.bitcycle.json.JsonReader;
import io.bitcycle.json.JsonText;
import io.bitcycle.json.Problem;
import io.bitcycle.json.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigImportTest {
    private static final Path BASE = Path.of("hwconfigs/bit-parallel-8bit-45nm.json");

    /** Keys and their forms as in SCALE-Sim v3's google.cfg, values of its TPU. */
    private static final String TPU = """
            [general]
            run_name = GoogleTPU_v1_os

            [architecture_presets]
            ArrayHeight:    256
            ArrayWidth:     128
            # a comment
            IfmapSramSzkB:    6144
            filtersramszkb = 4096
            OfmapSramSzkB:    2048
            IfmapOffset:    0
            Dataflow : os
            Bandwidth : 10
            ReadRequestBuffer: 512

            [sparsity]
            SparsitySupport : false

            [run_presets]
            InterfaceBandwidth: USER
            """;

    @TempDir
    private Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("tpu.cfg"), text);
    }

    @Test
    void takesArrayDataflowAndBuffersAndTheRestFromTheBase() throws IOException {
        Problems problems = new Problems();
        ConfigImport.Imported imported =
                ConfigImport.read(write(TPU), BASE, problems).orElseThrow();
        assertEquals(0, problems.count());
        HardwareConfig hardware = new HardwareConfigReader()
                .check(
                        JsonReader.parse("imported", String.join("\n", JsonText.lines(imported.hwconfig())), problems)
                                .orElseThrow(),
                        problems)
                .orElseThrow();
        HardwareConfig base = new HardwareConfigReader().read(BASE, List.of()).config();
        assertEquals("GoogleTPU_v1_os", hardware.name());
        assertEquals(256, hardware.array().rows());
        assertEquals(128, hardware.array().cols());
        assertEquals(Dataflow.OUTPUT_STATIONARY, hardware.array().dataflow());
        assertEquals(Interconnect.SYSTOLIC, hardware.array().interconnect());
        assertEquals(DepthBlocking.FLATTENED, hardware.array().depthBlocking());
        assertEquals(6144, hardware.buffers().activation().kib());
        assertEquals(4096, hardware.buffers().weight().kib());
        assertEquals(2048, hardware.buffers().output().kib());
        assertEquals(base.energy(), hardware.energy());
        assertEquals(base.dram(), hardware.dram());
        assertEquals(base.array().mac(), hardware.array().mac());
    }

    @Test
    void listsWhatHasNoCounterpartInNotesAndSource() throws IOException {
        ConfigImport.Imported imported =
                ConfigImport.read(write(TPU), BASE, new Problems()).orElseThrow();
        String notes = String.join("\n", imported.notes());
        String file = String.join("\n", JsonText.lines(imported.hwconfig()));
        for (String key :
                List.of("IfmapOffset", "Bandwidth", "ReadRequestBuffer", "SparsitySupport", "InterfaceBandwidth")) {
            assertTrue(notes.contains('"' + key + '"'), notes);
            assertTrue(file.contains("\\\"" + key + "\\\""), file);
        }
        assertTrue(file.contains("is that of bit-parallel-8bit-45nm.json"), file);
    }

    @Test
    void warnsOfABaseWhoseUnitsAreNotScaleSims() throws IOException {
        ConfigImport.Imported imported = ConfigImport.read(
                        write(TPU), Path.of("hwconfigs/bitfusion-45nm.json"), new Problems())
                .orElseThrow();
        assertTrue(imported.notes().toString().contains("\"bit-fusion\""), imported.notes()::toString);
    }

    @Test
    void reportsEveryMistakeWithItsLine() throws IOException {
        Problems problems = new Problems();
        Path cfg = write(TPU.replace("ArrayHeight:    256", "ArrayHeigth: 256")
                .replace("ArrayWidth:     128", "ArrayWidth: 0x80")
                .replace(": os", ": xs"));
        assertTrue(ConfigImport.read(cfg, BASE, problems).isEmpty());
        assertEquals(
                List.of(
                        ":6:1: architecture_presets.ArrayWidth: is \"0x80\"; allowed: an integer from 1 to 16777216",
                        ":12:1: architecture_presets.Dataflow: is \"xs\"; allowed: os, ws, is",
                        ": architecture_presets.ArrayHeight: is missing; allowed: a value, as in SCALE-Sim's"
                                + " configurations; did you mean \"ArrayHeigth\"?"),
                problems.errors().stream()
                        .map(Problem::toString)
                        .map(line -> line.replace(cfg.toString(), ""))
                        .toList());
    }

    @Test
    void checksTheResultLikeAnyHwconfig() throws IOException {
        Problems problems = new Problems();
        Path cfg = write(TPU.replace("256", "5000"));
        assertTrue(ConfigImport.read(cfg, BASE, problems).isEmpty());
        assertEquals(
                cfg + ":5:1: array.rows: is 5000; allowed: an integer from 1 to 4096",
                problems.errors().get(0).toString());
    }

    @Test
    void refusesLinesOutsideTheFormat() throws IOException {
        for (String wrong : List.of("ArrayHeight: 3\n", "[general]\nnonsense\n", "[general]\na: 1\nA = 2\n")) {
            Problems problems = new Problems();
            assertTrue(ConfigImport.read(write(wrong), BASE, problems).isEmpty(), wrong);
            assertEquals(1, problems.count(), wrong);
        }
    }
}
