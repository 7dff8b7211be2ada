package io.bitcycle.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.array.Dataflow;
import io.bitcycle.hardware.mac.MacConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every file in {@code hwconfigs/} and its folders is usable as it is. */
class ShippedHwconfigsTest {
    static final Path FOLDER = Path.of(System.getProperty("bitcycle.home"), "hwconfigs");
    private static final Path COMPARED = FOLDER.resolve("compare-45nm");

    /** All of them, the ones in folders last. */
    static List<Path> files() throws IOException {
        List<Path> all = new ArrayList<>(files(FOLDER));
        all.addAll(files(COMPARED));
        return all;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static HardwareConfig config(Path file) {
        return new HardwareConfigReader().read(file, List.of()).config();
    }

    @Test
    void loadWithoutProblemsOrWarnings() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : files()) {
            LoadedHardware loaded = new HardwareConfigReader().read(file, List.of());
            assertEquals(List.of(), loaded.warnings(), file.toString());
            assertEquals(file.getFileName().toString(), loaded.config().name() + ".json");
            names.add(loaded.config().name());
        }
        assertEquals(
                List.of(
                        "bit-parallel-8bit-45nm",
                        "bit-serial-45nm",
                        "bitfusion-16x256-45nm",
                        "bitfusion-45nm",
                        "bitfusion-stripes-45nm",
                        "edge-training-45nm",
                        "term-serial-45nm",
                        "bitfusion",
                        "dvafs-like",
                        "eyeriss-like",
                        "loom-like",
                        "stripes-like",
                        "tpu-like"),
                names);
    }

    /** What is compared differs in arrays and buffers alone, and every one has a figure for every width that training uses. */
    @Test
    void comparedArraysShareNodeClockMemoryAndVectorUnit() throws IOException {
        HardwareConfig first = config(COMPARED.resolve("bitfusion.json"));
        for (Path file : files(COMPARED)) {
            HardwareConfig config = config(file);
            assertEquals(first.technology(), config.technology(), file.toString());
            assertEquals(first.dram().bitsPerCycle(), config.dram().bitsPerCycle(), file.toString());
            assertEquals(first.dram().latencyCycles(), config.dram().latencyCycles(), file.toString());
            assertEquals(first.vector(), config.vector(), file.toString());
            assertEquals(first.mapping(), config.mapping(), file.toString());
            EnergyConfig energy = config.energy();
            assertEquals(first.energy().dramBit(), energy.dramBit(), file.toString());
            assertEquals(first.energy().vectorMultiply(), energy.vectorMultiply(), file.toString());
            assertEquals(first.energy().edgeAdd(), energy.edgeAdd(), file.toString());
            assertEquals(first.energy().rescale(), energy.rescale(), file.toString());
            assertEquals(EnergyConfig.MacEvent.UNIT_CYCLE, energy.macEvent(), file.toString());
            assertFalse(config.array().mac().family().needsValues(), file.toString());
        }
    }

    /** The mode tables of the papers: products per cycle of the whole array at 8 x 8, 4 x 4, 3 x 3 and 2 x 2 bit. */
    @ParameterizedTest
    @CsvSource({
        "bitfusion, 512, 2048, 2048, 8192",
        "stripes-like, 512, 1024, 1365, 2048", // 4096 lanes / activation bits
        "loom-like, 512, 2048, 3640, 8192", // 32768 lanes / bits x bits
        "dvafs-like, 512, 1024, 1024, 2048",
        "tpu-like, 512, 512, 512, 512",
        "eyeriss-like, 168, 168, 168, 168",
    })
    void productsPerCycle(String name, long eight, long four, long three, long two) {
        HardwareConfig config = config(COMPARED.resolve(name + ".json"));
        assertEquals(
                List.of(eight, four, three, two),
                Stream.of(8, 4, 3, 2).map(bits -> peak(config, bits)).toList());
    }

    private static long peak(HardwareConfig config, int bits) {
        MacConfig mac = config.array().mac();
        long products = config.array().units()
                * mac.family().productsPerStep(mac, bits, bits)
                * mac.family().columnsPerUnit(mac, bits, bits);
        return products / mac.family().cyclesPerStep(mac, bits, bits);
    }

    /** What get_area() of the simulator gives for bf_e_conf.ini, 0.888 mm2 of array and 0.767 + 0.242 + 0.243 of buffers. */
    @Test
    void bitFusionHasThePublishedArea() throws IOException {
        AreaConfig area = config(FOLDER.resolve("bitfusion-45nm.json")).area();
        assertEquals(List.of(), area.missing());
        double[] expected = {
            27752.83558 * 32e-6, 512 * 0.00149898, 16 * 0.015132, 32 * 0.00760331, 32 * (3007.087 + 6153.321) * 1e-6
        };
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], AreaConfig.mm2(area.parts().get(i)).doubleValue(), 1e-6);
        }
        assertEquals(
                area.totalMm2(),
                config(COMPARED.resolve("bitfusion.json")).area().totalMm2());
    }

    /** Parts and curves of the comparison give what the published Bit Fusion has as plain values. */
    @Test
    void comparedBitFusionHasTheSameFigures() {
        EnergyConfig plain = config(FOLDER.resolve("bitfusion-45nm.json")).energy();
        EnergyConfig parts = config(COMPARED.resolve("bitfusion.json")).energy();
        assertSame(plain.weightBuffer(), parts.weightBuffer());
        assertSame(plain.activationBuffer(), parts.activationBuffer());
        assertSame(plain.outputBuffer(), parts.outputBuffer());
        assertEquals(
                0, plain.leakagePower().value().compareTo(parts.leakagePower().value()));
        BigDecimal array = parts.mac().get(0).energy().value().multiply(BigDecimal.valueOf(512));
        assertEquals(0, plain.mac().get(0).energy().value().compareTo(array));
    }

    private static void assertSame(EnergyConfig.BufferEnergy plain, EnergyConfig.BufferEnergy curve) {
        assertEquals(0, plain.readBit().value().compareTo(curve.readBit().value()));
        assertEquals(0, plain.writeBit().value().compareTo(curve.writeBit().value()));
    }

    /** A bank of 256 bytes lies between the CACTI rows of 128 and 1024: a third of the way in logarithms. */
    @Test
    void banksOfTheStripesComparisonAreInterpolated() {
        EnergyEntry read = config(FOLDER.resolve("bitfusion-stripes-45nm.json"))
                .energy()
                .weightBuffer()
                .readBit();
        assertEquals(
                Math.cbrt(0.000683701 * 0.000683701 * 0.00113324) / 32 * 1000,
                read.value().doubleValue(),
                1e-12);
        assertTrue(read.source().startsWith("Interpolated (log-log in bank capacity) between 128 B"), read.source());
    }

    /** So that their cycles at static 8 bits differ by structure alone. */
    @Test
    void allHaveThePeakOfBitFusionAtEightBits() throws IOException {
        for (String name :
                List.of("bit-parallel-8bit-45nm", "bit-serial-45nm", "bitfusion-45nm", "edge-training-45nm")) {
            assertEquals(512, peak(config(FOLDER.resolve(name + ".json")), 8), name);
        }
    }

    /** At 8 bits an array must not starve behind its own buffers. */
    @Test
    void buffersFeedOneRowAndOneColumnPerCycleAtEightBits() throws IOException {
        for (Path file : files()) {
            HardwareConfig config =
                    new HardwareConfigReader().read(file, List.of()).config();
            MacConfig mac = config.array().mac();
            int codes = mac.family().productsPerStep(mac, 8, 8);
            int cycles = mac.family().cyclesPerStep(mac, 8, 8);
            assertTrue(
                    config.buffers().activation().bitsPerCycle() * cycles
                            >= config.array().rows() * 8L * codes,
                    file.toString());
            assertTrue(
                    config.buffers().weight().bitsPerCycle() * cycles
                            >= config.array().cols() * 8L * codes,
                    file.toString());
            assertTrue( // an output-stationary array drains once per fold
                    config.array().dataflow() == Dataflow.OUTPUT_STATIONARY
                            || config.buffers().output().bitsPerCycle()
                                    >= config.array().cols() * (long) mac.accumulatorBits(),
                    file.toString());
        }
    }

    /** The published nJ of the BitFusion simulator's sweep, energy_costs.csv, in pJ. */
    @Test
    void bitFusionHasThePublishedEnergies() {
        EnergyConfig energy = new HardwareConfigReader()
                .read(FOLDER.resolve("bitfusion-45nm.json"), List.of())
                .config()
                .energy();
        assertEquals(1, energy.mac().size());
        assertPicojoules("0.235104", energy.mac().get(0).energy());
        assertPicojoules("2.136565625e-05", energy.weightBuffer().readBit());
        assertPicojoules("2.891615625e-05", energy.weightBuffer().writeBit());
        assertPicojoules("5.9474375e-05", energy.activationBuffer().readBit());
        assertPicojoules("0.0001137040625", energy.activationBuffer().writeBit());
        assertPicojoules("3.31553125e-05", energy.outputBuffer().readBit());
        assertPicojoules("7.30840625e-05", energy.outputBuffer().writeBit());
        assertPicojoules("0.015", energy.dramBit());
    }

    private static void assertPicojoules(String nanojoules, EnergyEntry entry) {
        assertEquals(0, new BigDecimal(nanojoules).movePointRight(3).compareTo(entry.value()), entry.toString());
    }
}
