package io.bitcycle.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.energy.Event;
import io.bitcycle.energy.EventCounts;
import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.tensor.OffsetMatrix;
import io.bitcycle.workload.MatrixOp;
import io.bitcycle.workload.TrainingPass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Array cycles and buffer accesses of layers that other simulators published. */
class PublishedLayersTest {
    private static final Path REFERENCE = Path.of("src", "test", "resources", "reference");
    /** Buffers that hold any of these layers, and one stored bit per bit. */
    private static final List<String> LARGE = List.of(
            "buffers.weight.kib=1048576",
            "buffers.activation.kib=1048576",
            "buffers.output.kib=1048576",
            "dram.storage_bits=1");

    /** Layers of fewer cycles are stepped too: the rest, stepped once by hand, would take a minute. */
    private static final long MOST_STEPPED = 25_000;

    static List<Map<String, String>> scaleSim() throws IOException {
        List<Map<String, String>> rows = rows("scalesim");
        assertEquals(62, rows.size());
        return rows;
    }

    /** SCALE-Sim v3, CALC mode; its output-stationary writes are known wrong and are M x N in truth. */
    @ParameterizedTest
    @MethodSource("scaleSim")
    void scaleSimLayer(Map<String, String> row) {
        HardwareConfig hardware = scaleSimArray(row);
        OpCost cost = new Accelerator(hardware).cost(scaleSimProduct(row));
        assertEquals(number(row, "demand_lines"), cost.computeCycles());
        assertWords(row, cost.events(), hardware);
    }

    static List<Map<String, String>> smallScaleSim() throws IOException {
        List<Map<String, String>> rows = rows("scalesim").stream()
                .filter(row -> number(row, "demand_lines") < MOST_STEPPED)
                .toList();
        assertEquals(10, rows.size());
        return rows;
    }

    /** Cycles in which a register of the stepped array moved, and words that it read and wrote. */
    @ParameterizedTest
    @MethodSource("smallScaleSim")
    void steppedScaleSimLayer(Map<String, String> row) {
        HardwareConfig hardware = scaleSimArray(row);
        MatrixOp op = scaleSimProduct(row);
        long[] moved = new long[1];
        try (Workers workers = new Workers(1)) {
            AcceleratorSession session = new Accelerator(hardware)
                    .steppedSession(workers, (cycle, array) -> moved[0] += array.holding() ? 0 : 1);
            session.multiply(op, List.of(codes(op.m(), op.k())), List.of(codes(op.k(), op.n())));
            assertEquals(number(row, "demand_lines"), moved[0]);
            assertWords(row, session.ledger().entries().get(0).cost().events(), hardware);
        }
    }

    private static OffsetMatrix codes(long rows, long cols) {
        short[] codes = new short[(int) (rows * cols)];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) (i % 251 - 125);
        }
        return OffsetMatrix.dense(codes, (int) rows, (int) cols, IntegerFormat.signed(8));
    }

    private static HardwareConfig scaleSimArray(Map<String, String> row) {
        String[] size = row.get("array").split("x");
        List<String> settings = new ArrayList<>(LARGE);
        settings.addAll(List.of(
                "array.rows=" + size[0],
                "array.cols=" + size[1],
                "array.dataflow=" + row.get("dataflow"),
                "array.interconnect=systolic",
                "array.depth_blocking=flattened"));
        return hardware("bit-parallel-8bit-45nm", settings);
    }

    private static MatrixOp scaleSimProduct(Map<String, String> row) {
        IntegerFormat code = IntegerFormat.signed(8);
        return MatrixOp.product("layer", number(row, "M"), number(row, "K"), number(row, "N"), code, code);
    }

    private static void assertWords(Map<String, String> row, EventCounts events, HardwareConfig hardware) {
        assertEquals(number(row, "ifmap_sram_reads"), events.get(Event.ACTIVATION_SRAM_READ_BIT) / 8);
        assertEquals(number(row, "filter_sram_reads"), events.get(Event.WEIGHT_SRAM_READ_BIT) / 8);
        long written = row.get("dataflow").equals("os")
                ? number(row, "M") * number(row, "N")
                : number(row, "ofmap_sram_writes");
        assertEquals(
                written,
                events.get(Event.OUTPUT_SRAM_WRITE_BIT) / hardware.array().mac().accumulatorBits());
    }

    static List<Map<String, String>> bitFusion() throws IOException {
        List<Map<String, String>> rows = rows("bitfusion").stream()
                .filter(row -> row.get("untiled_equals_published").equals("True"))
                .toList();
        assertEquals(9, rows.size());
        return rows;
    }

    /** BitFusion's published sweep, where its tiling charged no edge tile in full; first layers are lowered by im2col. */
    @ParameterizedTest
    @MethodSource("bitFusion")
    void bitFusionLayer(Map<String, String> row) {
        String blocking = row.get("im2col").equals("True") ? "flattened" : "channel";
        HardwareConfig hardware = hardware("bitfusion-45nm", List.of("array.depth_blocking=" + blocking));
        long kernel = number(row, "K");
        long positions = number(row, "O") * number(row, "O") * number(row, "batch");
        long k = number(row, "IC") * kernel * kernel;
        long n = number(row, "OC");
        MatrixOp op = new MatrixOp(
                "layer",
                TrainingPass.FORWARD,
                0,
                1,
                positions,
                k,
                n,
                (int) (kernel * kernel),
                IntegerFormat.unsigned((int) number(row, "iprec")),
                IntegerFormat.signed((int) number(row, "wprec")),
                positions * k,
                k * n,
                0,
                0,
                0);
        assertEquals(
                number(row, "published_compute"),
                new Accelerator(hardware).cost(op).computeCycles());
    }

    /**
     * A tile of 16 lanes x 16 windows x 16 filters takes ceil(windows / 16) ceil(filters / 16) Kx Ky ceil(C / 16) t
     * cycles; t = activation bits for Stripes (MICRO 2016), times weight bits for Loom (DAC 2018). Products by hand.
     */
    @ParameterizedTest
    @CsvSource({
        // windows, filters, kernel, channels, a bits, b bits, Stripes, Loom
        "16, 16, 1, 16, 8, 8, 8, 64",
        "17, 16, 1, 16, 8, 8, 16, 128",
        "196, 256, 3, 192, 5, 7, 112320, 786240", // 13 x 16 x 9 x 12 x 5, x 7
        "3025, 96, 11, 3, 9, 11, 1241460, 13656060", // 190 x 6 x 121 x 1 x 9, x 11
        "1, 1000, 1, 4096, 3, 4, 48384, 193536", // 1 x 63 x 1 x 256 x 3, x 4
    })
    void stripesAndLoomTiles(
            int windows, int filters, int kernel, int channels, int aBits, int bBits, long stripes, long loom) {
        int taps = kernel * kernel;
        MatrixOp op = new MatrixOp(
                "layer",
                TrainingPass.FORWARD,
                0,
                1,
                windows,
                (long) channels * taps,
                filters,
                taps,
                IntegerFormat.unsigned(aBits),
                IntegerFormat.signed(bBits),
                (long) windows * channels * taps,
                (long) channels * taps * filters,
                0,
                0,
                0);
        List<String> tile = new ArrayList<>(LARGE);
        tile.addAll(List.of(
                "array.rows=16",
                "array.cols=16",
                "array.dataflow=os",
                "array.interconnect=broadcast",
                "array.depth_blocking=channel",
                "array.pipeline_cycles=0",
                "array.mac.max_bits=16",
                "array.mac.serial_bits=1",
                "array.mac.serial_operand=activation",
                "array.mac.lanes=16",
                "array.mac.accumulator_bits=48"));
        for (String family : List.of("bit-serial", "bit-serial-2d")) {
            List<String> settings = new ArrayList<>(tile);
            settings.add("array.mac.family=" + family);
            HardwareConfig hardware = hardware("bitfusion-45nm", settings);
            assertEquals(
                    family.equals("bit-serial") ? stripes : loom,
                    new Accelerator(hardware).cost(op).computeCycles(),
                    family);
        }
    }

    /** SCALE-Sim's RTL, first input to last output (mac-rtl.md): two registers per hop, an exposed drain. */
    @Test
    void scaleSimsRtl() {
        int m = 20;
        int k = 8;
        List<String> settings = new ArrayList<>(LARGE);
        settings.addAll(List.of(
                "array.rows=8",
                "array.cols=4",
                "array.interconnect=systolic",
                "array.psum_hop_cycles=2",
                "array.output_drain=exposed",
                "array.dataflow=ws"));
        IntegerFormat code = IntegerFormat.signed(8);
        MatrixOp op = MatrixOp.product("layer", m, k, 4, code, code);
        assertEquals(
                m + 3 * 8 + 4 - 2,
                new Accelerator(hardware("bit-parallel-8bit-45nm", settings))
                        .cost(op)
                        .computeCycles());
        settings.set(settings.size() - 1, "array.dataflow=os");
        MatrixOp square = MatrixOp.product("layer", 8, k, 4, code, code);
        assertEquals(
                k + 2 * 8 + 4 - 2,
                new Accelerator(hardware("bit-parallel-8bit-45nm", settings))
                        .cost(square)
                        .computeCycles());
    }

    private static HardwareConfig hardware(String name, List<String> settings) {
        return new HardwareConfigReader()
                .read(Path.of("hwconfigs", name + ".json"), settings)
                .config();
    }

    private static long number(Map<String, String> row, String name) {
        return Long.parseLong(row.get(name));
    }

    private static List<Map<String, String>> rows(String folder) throws IOException {
        List<String> lines = Files.readAllLines(REFERENCE.resolve(folder).resolve("layers.csv"));
        String[] names = lines.get(0).split(",");
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",");
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], values[i]);
            }
            rows.add(row);
        }
        return rows;
    }
}
