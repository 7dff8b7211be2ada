package io.bitcycle.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import io.bitcycle.json.BadInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnergyTableTest {
    private static final Path SMALL =
            Path.of(System.getProperty("bitcycle.home"), "src/test/resources/io/bitcycle/hardware/small.json");

    private static EnergyTable table(String... settings) {
        HardwareConfig hardware =
                new HardwareConfigReader().read(SMALL, List.of(settings)).config();
        return new EnergyTable(hardware);
    }

    /** Every value of small.json is different, so this also says which entry prices which event. */
    @Test
    void componentsAreCountTimesValue() {
        EnergyTable table = table();
        EventCounts counts = table.noEvents();
        for (int row = 0; row < table.rows().size(); row++) {
            counts.add(row, row + 1L);
        }
        Map<Component, BigDecimal> energy = table.energyPj(counts);
        assertPj(energy.get(Component.EDGE), "1 x 1.1 + 2 x 1.2", "3.5");
        assertPj(energy.get(Component.REGISTERS), "3 x 1.3, wires between units not charged", "3.9");
        assertPj(energy.get(Component.SRAM), "4 x 2.1 + 5 x 2.2 + 6 x 2.3 + 7 x 2.4 + 8 x 2.5 + 9 x 2.6", "93.4");
        assertPj(energy.get(Component.DRAM), "(10 + 11 + ... + 17) x 15", "1620");
        assertPj(energy.get(Component.VECTOR), "18 x 3.1 + 19 x 3.2 + 20 x 3.3 + 21 x 3.4", "254");
        assertPj(energy.get(Component.RECONFIGURATION), "22 x 4.1", "90.2");
        assertPj(energy.get(Component.LEAKAGE), "23 cycles x 5.1 mW x 2 ns", "234.6");
        assertPj(energy.get(Component.MAC), "25 x 0.125 + 26 x 0.25", "9.625");
    }

    private static void assertPj(BigDecimal energy, String why, String expected) {
        assertEquals(0, new BigDecimal(expected).compareTo(energy), why + ", not " + energy);
    }

    /** Long runs of counts that a double could not hold: exact to the last digit. */
    @Test
    void sumsAreExact() {
        EnergyTable table = table("energy.register.value_pj_per_bit=0.02136565625");
        EventCounts counts = table.noEvents();
        counts.add(Event.REGISTER_BIT, 9_007_199_254_740_993L);
        // 9007199254740993 x 2136565625 / 10^11 in integers.
        assertPj(table.energyPj(counts).get(Component.REGISTERS), "exact", "192444723052052.23922165625");
    }

    @Test
    void countsAddUpBeyond64Bits() {
        EnergyTable table = table();
        EventCounts counts = table.noEvents();
        counts.add(Event.EDGE_ADD, 3);
        EventCounts sum = table.noEvents();
        sum.add(counts, 5);
        sum.add(counts, 1);
        assertEquals(18, sum.get(Event.EDGE_ADD));
        sum.add(Event.EDGE_ADD, Long.MAX_VALUE - 18);
        sum.add(Event.EDGE_ADD, 1);
        assertEquals(new BigInteger("9223372036854775808"), sum.exact(Event.EDGE_ADD));
        assertThrows(ArithmeticException.class, () -> sum.get(Event.EDGE_ADD));
        sum.add(counts, Long.MAX_VALUE);
        assertEquals(new BigInteger("36893488147419103229"), sum.exact(Event.EDGE_ADD));
    }

    /** Entries 4 x 8 and 8 x 8: the first that covers both operands. */
    @Test
    void macRows() {
        EnergyTable table = table();
        int first = Event.values().length;
        assertEquals(first, table.macRow(4, 8));
        assertEquals(first, table.macRow(1, 1));
        assertEquals(first + 1, table.macRow(5, 1));
        assertEquals(first + 1, table.macRow(8, 8));
        assertThrows(IllegalArgumentException.class, () -> table.macRow(9, 8));
        assertEquals("mac_4x8_product", table.rows().get(first).name());
        assertEquals("t1", table.rows().get(first).source());
    }

    /** Bilinear on the grid of 2 and 8 bits: at 5 x 5 the mean of (1 + 4) / 2 and (7 + 16) / 2; at 4 x 2 a third of the way. */
    @Test
    void macEnergyBetweenPublishedWidths() {
        EnergyTable table = table("energy.mac.method=linear", "energy.mac.entries=" + GRID);
        assertPj(macPj(table, 2, 2), "published", "1");
        assertPj(macPj(table, 5, 5), "(2.5 + 11.5) / 2", "7");
        assertPj(macPj(table, 4, 2), "1 + (7 - 1) / 3", "3");
        assertPj(macPj(table, 8, 7), "7 + (16 - 7) x 5 / 6", "14.5");
        assertPj(macPj(table, 8, 8), "published", "16");
        assertEquals(
                "Interpolated (linear in both widths) between 2 x 2 bit [a] and 8 x 8 bit [d]",
                table.rows().get(table.macRow(5, 5)).source());
    }

    /** Without a method, operands pay for the first published width that covers them: gating in steps. */
    @Test
    void macEnergyIsThatOfTheCoveringEntry() {
        EnergyTable table = table("energy.mac.entries=" + GRID);
        assertPj(macPj(table, 1, 1), "2 x 2", "1");
        assertPj(macPj(table, 2, 3), "2 x 8", "4");
        assertPj(macPj(table, 5, 2), "8 x 2", "7");
        assertPj(macPj(table, 5, 5), "8 x 8", "16");
    }

    /** Narrower operands than published are refused when they are asked for, unless the unit runs them in a wider mode. */
    @Test
    void narrowerOperandsAreNotExtrapolated() {
        EnergyTable table = table("energy.mac.method=linear", "energy.mac.entries=" + GRID);
        String message = assertThrows(NoEnergyFigureException.class, () -> table.macRow(1, 8))
                .getMessage();
        assertEquals(
                "energy.mac: has no figure for operands of 1 and 8 bits; allowed with method linear: at least 2 and 2 "
                        + "bits, the narrowest published, since nothing is extrapolated",
                message);
        EnergyTable subwords = table(
                "energy.mac.method=linear",
                "energy.mac.entries=" + GRID,
                "array.mac.family=subword-parallel",
                "array.mac.min_bits=2",
                "array.mac.lane_sum=together");
        assertPj(macPj(subwords, 1, 8), "2 x 8", "4");
    }

    @Test
    void aGridHasNoGaps() {
        String gap = "[" + entry(2, 2, 1, "a") + "," + entry(4, 8, 2, "b") + "," + entry(8, 8, 3, "c") + "]";
        String message = assertThrows(
                        BadInputException.class, () -> table("energy.mac.method=linear", "energy.mac.entries=" + gap))
                .getMessage();
        assertTrue(
                message.contains("energy.mac.entries: has no entry for 2 x 8 bits; allowed with method linear"),
                message);
    }

    private static final String GRID = "[" + entry(2, 2, 1, "a") + "," + entry(2, 8, 4, "b") + "," + entry(8, 2, 7, "c")
            + "," + entry(8, 8, 16, "d") + "]";

    private static String entry(int aBits, int bBits, int pj, String source) {
        return "{\"a_bits\":" + aBits + ",\"b_bits\":" + bBits + ",\"value_pj\":" + pj + ",\"source\":\"" + source
                + "\"}";
    }

    private static BigDecimal macPj(EnergyTable table, int aBits, int bBits) {
        return table.rows().get(table.macRow(aBits, bBits)).energyPj();
    }
}
