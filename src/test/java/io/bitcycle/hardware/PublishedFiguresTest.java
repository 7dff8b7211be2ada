package io.bitcycle.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.json.BadInputException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Figures between published points, of other nodes, and of area. The weight buffer of {@code small.json} has 2 banks of 512
 * bytes, the activation buffer one of 2048, the output buffer 8 of 384; the array has 32 units, the vector unit 8 lanes.
 */
class PublishedFiguresTest {
    private static HardwareConfig config(String... settings) {
        return new HardwareConfigReader()
                .read(HardwareConfigReaderTest.SMALL, List.of(settings))
                .config();
    }

    private static String problems(String... settings) {
        return assertThrows(BadInputException.class, () -> config(settings)).getMessage();
    }

    private static String curve(String method, String... bytesAndValues) {
        StringBuilder points = new StringBuilder();
        for (String point : bytesAndValues) {
            String[] parts = point.split(":");
            points.append(points.isEmpty() ? "" : ",")
                    .append("{\"bank_bytes\":" + parts[0] + ",\"value_pj_per_bit\":" + parts[1] + ",\"source\":\"s"
                            + parts[0] + "\"}");
        }
        return "{\"method\":\"" + method + "\",\"points\":[" + points + "]}";
    }

    /** A third of the way from 256 to 1024 bytes; half of it in logarithms, where the middle of 1 and 2 is their root. */
    @ParameterizedTest
    @CsvSource({
        "linear, 256:1, 1024:2, 1.333333333333333",
        "log-log, 256:1, 1024:2, 1.414213562373095",
        "linear, 256:1, 1024:4, 2",
        "log-log, 256:1, 1024:4, 2",
        "linear, 512:1.25, 1024:4, 1.25",
        "log-log, 128:9, 512:1.25, 1.25",
    })
    void bufferEnergyBetweenPoints(String method, String low, String high, BigDecimal expected) {
        EnergyEntry read = config("energy.weight_buffer.read=" + curve(method, low, high))
                .energy()
                .weightBuffer()
                .readBit();
        assertEquals(0, expected.compareTo(read.value()), read.toString());
    }

    @Test
    void anInterpolatedFigureNamesMethodAndBothSources() {
        String source = config("energy.weight_buffer.read=" + curve("log-log", "64:1", "256:1", "1024:2"))
                .energy()
                .weightBuffer()
                .readBit()
                .source();
        assertEquals("Interpolated (log-log in bank capacity) between 256 B [s256] and 1024 B [s1024]", source);
    }

    /** The energy follows the capacity, within the points and not beyond them. */
    @Test
    void largerBanksCostMoreAndNothingIsExtrapolated() {
        String setting = "energy.weight_buffer.write=" + curve("linear", "512:1", "2048:4");
        assertEquals(
                0,
                BigDecimal.valueOf(2)
                        .compareTo(config(setting, "buffers.weight.kib=2")
                                .energy()
                                .weightBuffer()
                                .writeBit()
                                .value()));
        String beyond = problems(setting, "buffers.weight.kib=8");
        assertTrue(
                beyond.contains("energy.weight_buffer.write.points: are banks of 512 to 2048 B, but a bank of "
                        + "buffers.weight (8 KiB / 2) holds 4096 B; allowed: a bank within them, since nothing is "
                        + "extrapolated"),
                beyond);
        String below = problems("energy.output_buffer.read=" + curve("linear", "385:1", "2048:4"));
        assertTrue(below.contains("energy.output_buffer.read.points: are banks of 385 to 2048 B"), below);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "linear | 512:1 | 512:2 | energy.weight_buffer.read.points[1].bank_bytes: is 512 after 512; allowed: points by ascending capacity",
                "log-log | 256:0 | 512:2 | energy.weight_buffer.read.points[0]: is 0, which has no logarithm; allowed: values above 0",
                "cubic | 256:1 | 512:2 | energy.weight_buffer.read.method: is \"cubic\"; allowed: linear, log-log",
            })
    void badCurves(String method, String low, String high, String expected) {
        String found = problems("energy.weight_buffer.read=" + curve(method, low, high));
        assertTrue(found.contains(expected), found);
    }

    /** Other nodes are refused unless the figure says how it was scaled; the scaling then is part of the source. */
    @Test
    void figuresAreOfTheNodeOrSayHowTheyWereScaled() {
        String other = problems("energy.dram.node_nm=65");
        assertTrue(
                other.contains(
                        "energy.dram.node_nm: is 65, but technology.node_nm is 45; allowed: figures of that node, "
                                + "or scaled ones that say how in \"scaling\""),
                other);
        String section = problems("energy.node_nm=45", "technology.node_nm=28");
        assertTrue(section.contains("energy.node_nm: is 45, but technology.node_nm is 28"), section);
        String alone = problems("energy.dram.scaling=halved");
        assertTrue(alone.contains("energy.dram.scaling: stands without node_nm"), alone);
        HardwareConfig scaled = config("energy.node_nm=45", "energy.dram.node_nm=65", "energy.dram.scaling=halved");
        assertEquals("t12 Scaled from 65 nm: halved", scaled.energy().dramBit().source());
        assertEquals(config().energy().edgeAdd(), scaled.energy().edgeAdd());
    }

    private static String um2(String key, int value) {
        return "area." + key + "={\"value_um2\":" + value + ",\"source\":\"s\"}";
    }

    /** 32 x 100 + 2 x 10 + 1 x 20 + 8 x 30 + 8 x 1000 um2. */
    @Test
    void areaFollowsTheSizes() {
        HardwareConfig all = config(
                um2("unit", 100),
                um2("weight_bank", 10),
                um2("activation_bank", 20),
                um2("output_bank", 30),
                um2("vector_lane", 1000));
        assertEquals(0, new BigDecimal("0.01148").compareTo(all.area().totalMm2()));
        assertEquals(List.of(), all.area().missing());
        HardwareConfig half = config(um2("unit", 100), "array.rows=2");
        assertEquals(0, new BigDecimal("0.0016").compareTo(half.area().totalMm2()));
        assertEquals(
                List.of("weight_buffer", "activation_buffer", "output_buffer", "vector"),
                half.area().missing());
    }

    /** 32 x 0.5 + 2 x 1 + 1 x 2 + 8 x 3 + 8 x 0.25 mW; a part that is left out is a problem, unlike an area. */
    @Test
    void leakageFollowsTheSizes() {
        String parts = "energy.leakage={\"unit\":" + mw("0.5") + ",\"weight_bank\":" + mw("1")
                + ",\"activation_bank\":" + mw("2") + ",\"output_bank\":" + mw("3") + ",\"vector_lane\":" + mw("0.25")
                + "}";
        EnergyEntry leakage = config(parts).energy().leakagePower();
        assertEquals(0, BigDecimal.valueOf(46).compareTo(leakage.value()), leakage.toString());
        assertTrue(leakage.source().startsWith("array 32 x 0.5 [s]; weight_buffer 2 x 1 [s]; "), leakage.source());
        assertEquals(
                0,
                BigDecimal.valueOf(50)
                        .compareTo(config(parts, "vector.lanes=24")
                                .energy()
                                .leakagePower()
                                .value()));
        String missing = problems("energy.leakage={\"unit\":" + mw("1") + "}");
        assertTrue(missing.contains("energy.leakage.vector_lane: is missing"), missing);
    }

    private static String mw(String value) {
        return "{\"value_mw\":" + value + ",\"source\":\"s\"}";
    }
}
