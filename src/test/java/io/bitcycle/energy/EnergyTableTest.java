package io.bitcycle.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitcycle.hardware.HardwareConfig;
import io.bitcycle.hardware.HardwareConfigReader;
import java.math.BigDecimal;
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
        assertPj(energy.get(Component.REGISTERS), "3 x 1.3", "3.9");
        assertPj(energy.get(Component.SRAM), "4 x 2.1 + 5 x 2.2 + 6 x 2.3 + 7 x 2.4 + 8 x 2.5 + 9 x 2.6", "93.4");
        assertPj(energy.get(Component.DRAM), "(10 + 11 + ... + 17) x 15", "1620");
        assertPj(energy.get(Component.VECTOR), "18 x 3.1 + 19 x 3.2 + 20 x 3.3 + 21 x 3.4", "254");
        assertPj(energy.get(Component.RECONFIGURATION), "22 x 4.1", "90.2");
        assertPj(energy.get(Component.LEAKAGE), "23 cycles x 5.1 mW x 2 ns", "234.6");
        assertPj(energy.get(Component.MAC), "24 x 0.125 + 25 x 0.25", "9.25");
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
    void countsAddUpAndRefuseToOverflow() {
        EnergyTable table = table();
        EventCounts counts = table.noEvents();
        counts.add(Event.EDGE_ADD, 3);
        EventCounts sum = table.noEvents();
        sum.add(counts, 5);
        sum.add(counts, 1);
        assertEquals(18, sum.get(Event.EDGE_ADD));
        sum.add(Event.EDGE_ADD, Long.MAX_VALUE - 18);
        assertThrows(ArithmeticException.class, () -> sum.add(Event.EDGE_ADD, 1));
        assertThrows(ArithmeticException.class, () -> sum.add(counts, Long.MAX_VALUE));
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
}
