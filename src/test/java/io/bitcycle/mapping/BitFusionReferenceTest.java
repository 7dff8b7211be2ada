package io.bitcycle.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.energy.Component;
import io.bitcycle.energy.EnergyTable;
import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.workload.ConvShape;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.TrainingPass;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published results of the BitFusion simulator, reference/bitfusion/layers.csv. */
class BitFusionReferenceTest {
    private static final Path BITFUSION =
            Path.of(System.getProperty("bitcycle.home"), "hwconfigs", "bitfusion-45nm.json");
    private static final Map<String, ConvTiling.Loop> LOOPS = Map.of(
            "B", ConvTiling.Loop.BATCH,
            "OW", ConvTiling.Loop.WIDTH,
            "OH", ConvTiling.Loop.HEIGHT,
            "IC", ConvTiling.Loop.CHANNELS,
            "OC", ConvTiling.Loop.OUTPUTS);

    /** A line of the file by column names. */
    record Layer(Map<String, String> columns) {
        long number(String column) {
            return Long.parseLong(columns.get(column));
        }

        int small(String column) {
            return Math.toIntExact(number(column));
        }

        /** Padding is part of the published input. */
        ConvShape shape() {
            int input = (small("O") - 1) * small("S") + small("K");
            return new ConvShape(
                    small("batch"), small("IC"), input, input, small("OC"), small("K"), small("K"), small("S"), 0, 1);
        }

        HardwareConfig hardware(String mapping) {
            boolean im2col = columns.get("im2col").equals("True");
            return new HardwareConfigReader()
                    .read(
                            BITFUSION,
                            List.of("array.depth_blocking=" + (im2col ? "flattened" : "channel"), "mapping=" + mapping))
                    .config();
        }

        IntegerFormat activation() {
            return IntegerFormat.unsigned(small("iprec"));
        }

        IntegerFormat weight() {
            return IntegerFormat.unsigned(small("wprec"));
        }

        @Override
        public String toString() {
            return columns.get("network") + " " + columns.get("layer");
        }
    }

    static Stream<Layer> layers() throws IOException {
        List<Layer> layers = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                BitFusionReferenceTest.class.getResourceAsStream("/reference/bitfusion/layers.csv"),
                StandardCharsets.UTF_8))) {
            String[] names = lines.readLine().split(",");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] values = line.split(",");
                Map<String, String> columns = new LinkedHashMap<>();
                for (int i = 0; i < names.length; i++) {
                    columns.put(names[i], values[i]);
                }
                layers.add(new Layer(columns));
            }
        }
        assertEquals(13, layers.size());
        return layers.stream();
    }

    private static BitFusionAccounting.Cost published(Layer layer) {
        List<ConvTiling.Loop> order = Stream.of(layer.columns().get("order").split(">"))
                .map(LOOPS::get)
                .toList();
        ConvTiling tiling = new ConvTiling(
                layer.small("tile_b"),
                layer.small("tile_oh"),
                layer.small("tile_ow"),
                layer.small("tile_ic"),
                layer.small("tile_oc"),
                order);
        return new BitFusionAccounting(
                        layer.hardware("fixed"), layer.shape(), layer.activation(), layer.weight(), tiling)
                .cost();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void cyclesAndAccessesOfThePublishedTiling(Layer layer) {
        BitFusionAccounting.Cost cost = published(layer);
        assertEquals(layer.number("published_compute"), cost.computeCycles());
        assertEquals(layer.number("published_stall"), cost.stallCycles());
        assertEquals(layer.number("published_cycles"), cost.computeCycles() + cost.stallCycles());
        assertEquals(layer.number("published_wbuf_rd"), cost.weight().read());
        assertEquals(layer.number("published_wbuf_wr"), cost.weight().written());
        assertEquals(layer.number("published_obuf_rd"), cost.output().read());
        assertEquals(layer.number("published_obuf_wr"), cost.output().written());
        assertEquals(layer.number("published_ibuf_rd"), cost.activation().read());
        assertEquals(layer.number("published_ibuf_wr"), cost.activation().written());
        assertEquals(layer.number("published_dram_rd"), cost.dram().read());
        assertEquals(layer.number("published_dram_wr"), cost.dram().written());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void energyOfThePublishedTiling(Layer layer) {
        BitFusionAccounting.Cost cost = published(layer);
        EnergyTable table = new EnergyTable(layer.hardware("fixed"));
        EventCounts events = table.noEvents();
        events.add(table.macRow(layer.small("iprec"), layer.small("wprec")), cost.computeCycles());
        events.add(Event.WEIGHT_SRAM_READ_BIT, cost.weight().read());
        events.add(Event.WEIGHT_SRAM_WRITE_BIT, cost.weight().written());
        events.add(Event.ACTIVATION_SRAM_READ_BIT, cost.activation().read());
        events.add(Event.ACTIVATION_SRAM_WRITE_BIT, cost.activation().written());
        events.add(Event.OUTPUT_SRAM_READ_BIT, cost.output().read());
        events.add(Event.OUTPUT_SRAM_WRITE_BIT, cost.output().written());
        events.add(Event.ACTIVATION_DRAM_READ_BIT, cost.dram().read());
        events.add(Event.OUTPUT_DRAM_WRITE_BIT, cost.dram().written());
        Map<Component, BigDecimal> parts = table.energyPj(events);
        double nanojoules = parts.values().stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .movePointLeft(3)
                .doubleValue();
        double expected = Double.parseDouble(layer.columns().get("published_counts_energy_nJ"));
        assertEquals(expected, nanojoules, 1e-6 * expected);
    }

    /** The simulator's own choice of tiles and order, found anew, costs what its published one costs. */
    @ParameterizedTest
    @MethodSource("layers")
    void theSimulatorsSearchIsReproduced(Layer layer) {
        HardwareConfig hardware = layer.hardware("fixed");
        ConvTiling best = new BitFusionTilings(hardware, layer.shape(), layer.activation(), layer.weight()).best();
        BitFusionAccounting.Cost cost =
                new BitFusionAccounting(hardware, layer.shape(), layer.activation(), layer.weight(), best).cost();
        assertEquals(layer.number("published_cycles"), cost.cycles());
        double expected = Double.parseDouble(layer.columns().get("published_counts_energy_nJ"));
        assertEquals(expected, cost.energyPj(hardware) / 1000, 1e-6 * expected);
    }

    /** Our own accounting is stricter (DRAM latency, buffers that run ahead by one tile only) and still finds no more cycles. */
    @ParameterizedTest
    @MethodSource("layers")
    void searchNeverTakesMoreCyclesThanPublished(Layer layer) {
        HardwareConfig hardware = layer.hardware("search");
        ConvShape shape = layer.shape();
        long m = (long) shape.batch() * shape.outHeight() * shape.outWidth();
        int taps = shape.kernelHeight() * shape.kernelWidth();
        long k = (long) shape.inChannels() * taps;
        MatrixOp op = new MatrixOp(
                layer.toString(),
                TrainingPass.FORWARD,
                0,
                1,
                m,
                k,
                shape.outChannels(),
                taps,
                layer.activation(),
                layer.weight(),
                (long) shape.batch() * shape.inChannels() * shape.height() * shape.width(),
                k * shape.outChannels(),
                0,
                0,
                0);
        Mapper.Mapped mapped = new Mapper(hardware).map(op);
        assertEquals(
                layer.number("untiled_formula_cycles"),
                mapped.mapping().timing().cycles());
        assertTrue(
                mapped.run().cycles() <= layer.number("published_cycles"),
                mapped.run().cycles() + " > " + layer.number("published_cycles") + ": "
                        + mapped.mapping().description());
    }

    /** DESIGN section 3: an operand wider than the units comes in parts of 8 bits, each with each of the other's. */
    @Test
    void wideOperandsTakeMoreSteps() {
        HardwareConfig hardware = new HardwareConfigReader()
                .read(BITFUSION, List.of("array.depth_blocking=channel"))
                .config();
        ConvShape shape = new ConvShape(4, 64, 1, 1, 48, 1, 1, 1, 0, 1);
        ConvTiling tiling = new ConvTiling(4, 1, 1, 16, 32, List.of(ConvTiling.Loop.values()));
        IntegerFormat byteWide = IntegerFormat.unsigned(8);
        IntegerFormat wide = IntegerFormat.unsigned(16);
        // 4 x 2 tiles, the second of outputs charged in full; each 4 images x 1 step of 16 channels.
        assertEquals(32, cycles(hardware, shape, byteWide, byteWide, tiling));
        assertEquals(2 * 32, cycles(hardware, shape, byteWide, wide, tiling));
        assertEquals(4 * 32, cycles(hardware, shape, wide, wide, tiling));
    }

    private static long cycles(
            HardwareConfig hardware, ConvShape shape, IntegerFormat a, IntegerFormat b, ConvTiling tiling) {
        return new BitFusionAccounting(hardware, shape, a, b, tiling).cost().computeCycles();
    }
}
