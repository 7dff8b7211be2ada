package io.bitcycle.simulator;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Hwconfigs for cost tests: small numbers, so that expectations can be worked out by hand. */
public final class TestHardware {
    private static final Path SMALL =
            Path.of(System.getProperty("bitcycle.home"), "src/test/resources/io/bitcycle/hardware/small.json");

    private static final List<String> PLAIN = List.of(
            "array.rows=2",
            "array.cols=2",
            "array.interconnect=broadcast",
            "array.dataflow=os",
            "array.mac.family=bit-parallel",
            "array.mac.operand_signs=either",
            "array.mac.accumulator_bits=32",
            "buffers.weight.kib=1",
            "buffers.weight.access_bits=1",
            "buffers.weight.banks=1024",
            "buffers.activation.kib=1",
            "buffers.activation.access_bits=1",
            "buffers.activation.banks=1024",
            "buffers.output.kib=1",
            "buffers.output.access_bits=1",
            "buffers.output.banks=1024",
            "dram.bits_per_cycle=8",
            "dram.burst_bits=1",
            "dram.latency_cycles=5",
            "dram.storage_bits=1",
            "vector.overlap=false");

    private TestHardware() {}

    /** Bit-parallel, 2 x 2, output-stationary, broadcast; 1 KiB buffers with wide ports; DRAM 8 bit per cycle after 5. */
    public static HardwareConfig plain(String... settings) {
        List<String> all = new ArrayList<>(PLAIN);
        all.addAll(List.of(settings));
        return new HardwareConfigReader().read(SMALL, all).config();
    }

    /** The file {@code small.json} as it is, with the settings. */
    public static HardwareConfig small(List<String> settings) {
        return new HardwareConfigReader().read(SMALL, settings).config();
    }
}
