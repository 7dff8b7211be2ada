package io.bitcycle.hardware.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.numeric.OverflowPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cycles per step t and products per step g against values worked out by hand from the formulas of the contract. */
class MacFamiliesTest {
    @Test
    void everyNameIsFoundAndUnique() {
        assertEquals(
                List.of("bit-parallel", "bit-fusion", "bit-serial"),
                MacFamilies.ALL.stream().map(MacFamily::name).toList());
        assertEquals(3, new HashSet<>(MacFamilies.ALL).size());
        for (MacFamily family : MacFamilies.ALL) {
            assertEquals(Optional.of(family), MacFamilies.named(family.name()));
        }
        assertEquals(Optional.empty(), MacFamilies.named("bit-fussion"));
    }

    /** One cycle and one product whatever the operands. */
    @ParameterizedTest
    @CsvSource({"16,1,1", "16,3,8", "16,5,6", "16,7,7", "16,16,16", "8,2,8", "8,8,8"})
    void bitParallel(int maxBits, int aBits, int bBits) {
        MacConfig mac = mac("bit-parallel", maxBits, 0, 0, null, 0);
        assertEquals(1, mac.family().cyclesPerStep(mac, aBits, bBits));
        assertEquals(1, mac.family().productsPerStep(mac, aBits, bBits));
        assertEquals(maxBits, mac.family().widestOperand(mac));
    }

    /** Modes are the next of 2, 4, 8, 16 bits: narrower ones multiply the products, 16 takes two passes per operand. */
    @ParameterizedTest
    @CsvSource({
        // max, a, b, t, g
        "8, 1, 1, 1, 16",
        "8, 2, 2, 1, 16",
        "8, 3, 3, 1, 4",
        "8, 4, 4, 1, 4",
        "8, 5, 5, 1, 1",
        "8, 6, 6, 1, 1",
        "8, 7, 7, 1, 1",
        "8, 8, 8, 1, 1",
        "8, 2, 8, 1, 4",
        "8, 8, 2, 1, 4",
        "8, 3, 8, 1, 2",
        "8, 7, 3, 1, 2",
        "8, 2, 3, 1, 8",
        "8, 9, 8, 2, 1",
        "8, 16, 8, 2, 1",
        "8, 8, 16, 2, 1",
        "8, 16, 16, 4, 1",
        "8, 16, 2, 2, 4",
        "8, 3, 16, 2, 2",
        "16, 16, 16, 1, 1",
        "16, 2, 2, 1, 64",
        "16, 5, 16, 1, 2",
        "2, 2, 2, 1, 1",
        "2, 3, 5, 8, 1",
        "2, 16, 16, 64, 1",
    })
    void bitFusion(int maxBits, int aBits, int bBits, int cycles, int products) {
        MacConfig mac = mac("bit-fusion", maxBits, 2, 0, null, 0);
        assertEquals(cycles, mac.family().cyclesPerStep(mac, aBits, bBits));
        assertEquals(products, mac.family().productsPerStep(mac, aBits, bBits));
        assertEquals(16, mac.family().widestOperand(mac));
    }

    /** The serial operand's bits over the bits per cycle, rounded up; the other operand does not matter. */
    @ParameterizedTest
    @CsvSource({
        // serial operand, bits per cycle, a, b, t
        "ACTIVATION, 1, 3, 8, 3",
        "ACTIVATION, 1, 16, 2, 16",
        "ACTIVATION, 2, 3, 8, 2",
        "ACTIVATION, 2, 5, 8, 3",
        "ACTIVATION, 2, 6, 8, 3",
        "ACTIVATION, 2, 7, 8, 4",
        "ACTIVATION, 2, 16, 8, 8",
        "ACTIVATION, 4, 3, 8, 1",
        "ACTIVATION, 4, 5, 8, 2",
        "ACTIVATION, 4, 7, 8, 2",
        "ACTIVATION, 4, 16, 8, 4",
        "WEIGHT, 1, 8, 3, 3",
        "WEIGHT, 1, 8, 1, 1",
        "WEIGHT, 2, 8, 3, 2",
        "WEIGHT, 2, 3, 7, 4",
        "WEIGHT, 4, 8, 5, 2",
        "WEIGHT, 4, 8, 16, 4",
    })
    void bitSerial(Operand serialOperand, int serialBits, int aBits, int bBits, int cycles) {
        MacConfig mac = mac("bit-serial", 16, 0, serialBits, serialOperand, 12);
        assertEquals(cycles, mac.family().cyclesPerStep(mac, aBits, bBits));
        assertEquals(12, mac.family().productsPerStep(mac, aBits, bBits));
        assertEquals(16, mac.family().widestOperand(mac));
    }

    private static MacConfig mac(
            String family, int maxBits, int minBits, int serialBits, Operand serialOperand, int lanes) {
        return new MacConfig(
                MacFamilies.named(family).orElseThrow(),
                OperandSigns.EITHER,
                maxBits,
                minBits,
                serialBits,
                serialOperand,
                lanes,
                32,
                OverflowPolicy.WRAP);
    }
}
