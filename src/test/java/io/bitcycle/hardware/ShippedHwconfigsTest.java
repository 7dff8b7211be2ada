package io.bitcycle.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.OperandSigns;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every file in {@code hwconfigs/} is usable as it is. */
class ShippedHwconfigsTest {
    static final Path FOLDER = Path.of(System.getProperty("bitcycle.home"), "hwconfigs");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void loadWithoutProblemsOrWarnings() throws IOException {
        Map<String, HardwareConfig> seen = new TreeMap<>();
        for (Path file : files()) {
            LoadedHardware loaded = new HardwareConfigReader().read(file, List.of());
            assertEquals(List.of(), loaded.warnings(), file.toString());
            assertEquals(file.getFileName().toString(), loaded.config().name() + ".json");
            seen.put(loaded.config().name(), loaded.config());
        }
        assertEquals(
                "[bit-parallel-8bit-45nm, bit-serial-45nm, bitfusion-45nm]",
                seen.keySet().toString());
        assertTrue(
                seen.values().stream().anyMatch(config -> config.array().mac().operandSigns() == OperandSigns.SIGNED),
                "one file exercises centred codes");
    }

    /** So that their cycles at static 8 bits differ by structure alone. */
    @Test
    void allHaveThePeakOfBitFusionAtEightBits() throws IOException {
        for (Path file : files()) {
            HardwareConfig config =
                    new HardwareConfigReader().read(file, List.of()).config();
            MacConfig mac = config.array().mac();
            long products = config.array().units() * mac.family().productsPerStep(mac, 8, 8);
            assertEquals(512, products / mac.family().cyclesPerStep(mac, 8, 8), file.toString());
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
            assertTrue(
                    config.buffers().output().bitsPerCycle() >= config.array().cols() * (long) mac.accumulatorBits(),
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
