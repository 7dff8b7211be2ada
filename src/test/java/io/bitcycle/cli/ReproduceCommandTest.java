package io.bitcycle.cli;

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

/** Published layers checked by a user, from a file. */
class ReproduceCommandTest {
    private static final Path PUBLISHED =
            Path.of(System.getProperty("bitcycle.home"), "src/test/resources/reference/bitfusion/layers.csv");

    @TempDir
    private Path folder;

    private CommandRun check(String... more) {
        return CommandRun.line(
                "reproduce bitfusion-layers --layers " + folder.resolve("layers.csv") + " " + String.join(" ", more));
    }

    /** The reference file with one text replaced by another. */
    private void write(String from, String to) throws IOException {
        String text = Files.readString(PUBLISHED);
        assertTrue(text.contains(from), from);
        Files.writeString(folder.resolve("layers.csv"), text.replace(from, to));
    }

    @Test
    void everyPublishedLayerIsEqual() throws IOException {
        write("network", "network");
        CommandRun run = check();
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        assertEquals(
                13, run.out().lines().filter(line -> line.contains("  equal  ")).count(), run.out());
    }

    /** LeNet-5 conv1: one bit more in DRAM reads, one cycle less of stalls, 2e-6 more energy; a search that may not be slower. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "21626880 | 21626881 | LeNet-5 conv1/Convolution: published_dram_rd 21626881, here 21626880",
                "204800,204800,835 | 204800,204800,834 | LeNet-5 conv1/Convolution: published_stall 834, here 835",
                "535564.919 | 535565.990 | LeNet-5 conv1/Convolution: published_counts_energy_nJ 535565.99, here 535564.918",
                "835,205635 | 835,204933 | LeNet-5 conv1/Convolution: search takes 204934 cycles, more than 204933",
            })
    void aDifferenceIsToldAndFails(String from, String to, String expected) throws IOException {
        write(from, to);
        CommandRun run = check();
        assertTrue(run.out().contains(expected), run.out());
        assertEquals(1, run.exitCode());
    }

    /** Another bandwidth is another accelerator. */
    @Test
    void otherHardwareDiffers() throws IOException {
        write("network", "network");
        CommandRun run = check("--set dram.bits_per_cycle=96");
        assertTrue(run.out().contains("DIFFERS"), run.out());
        assertEquals(1, run.exitCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tile_oc | tile_oo | :1:1: tile_oc: is missing; allowed: a first line with the columns network, layer,",
                "LeNet-5,conv1/Convolution,5 | LeNet-5,conv1/Convolution,five | :11:27: K: is \"five\"; allowed: an integer from 1 to 1048576",
                "B>OW>IC>OC>OH | B>OW>IC>OC | :11:108: order: is \"B>OW>IC>OC\"; allowed: B>OW>OH>IC>OC in any order, outermost first",
                "8,1,1,32,32,1024 | 16,16,16,32,32,4 | allowed: tiles that fit; here the",
            })
    void badFiles(String from, String to, String expected) throws IOException {
        write(from, to);
        CommandRun run = check();
        assertTrue(run.err().contains(expected), run.err());
        assertEquals(2, run.exitCode());
        assertEquals("", run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reproduce bitfusion-layers | --layers: is missing; allowed: a CSV file with published layers of Bit Fusion",
                "reproduce bitfusion-layers --layers none.csv | --layers none.csv: no such file",
                "reproduce bitfusion-eyeriss --layers pom.xml | --layers: has no place in bitfusion-eyeriss; allowed: with bitfusion-layers",
                "reproduce bitfusion-eyerisss | RESULT bitfusion-eyerisss: is \"bitfusion-eyerisss\"; allowed: bitfusion-eyeriss, bitfusion-layers; did you mean \"bitfusion-eyeriss\"?",
            })
    void badOptions(String line, String expected) {
        CommandRun run = CommandRun.line(line);
        assertEquals(List.of(expected), run.errLines().subList(0, 1));
        assertEquals(2, run.exitCode());
    }

    /** No buffer, no tiling: told, not thrown. */
    @Test
    void buffersThatHoldNoTile() {
        CommandRun run = CommandRun.line("reproduce bitfusion-eyeriss --set array.rows=1 --set array.cols=64"
                + " --set buffers.weight.kib=1 --set buffers.weight.banks=8");
        assertTrue(run.err().contains("holds no tile of"), run.err());
        assertEquals(2, run.exitCode());
    }
}
