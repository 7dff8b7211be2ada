package io.bitcycle.hardware.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.numeric.IntegerFormat;
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
                List.of("bit-parallel", "subword-parallel", "bit-fusion", "bit-serial", "bit-serial-2d", "term-serial"),
                MacFamilies.ALL.stream().map(MacFamily::name).toList());
        assertEquals(6, new HashSet<>(MacFamilies.ALL).size());
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

    /** Both operands in the wider mode: P / w lanes, along the depth or as columns. */
    @ParameterizedTest
    @CsvSource({
        // max, a, b, lanes
        "8, 1, 1, 4",
        "8, 2, 2, 4",
        "8, 2, 3, 2",
        "8, 3, 2, 2",
        "8, 4, 4, 2",
        "8, 4, 5, 1",
        "8, 8, 2, 1",
        "8, 8, 8, 1",
        "16, 2, 2, 8",
        "16, 4, 3, 4",
        "16, 7, 8, 2",
        "16, 9, 1, 1",
    })
    void subwordParallel(int maxBits, int aBits, int bBits, int lanes) {
        MacConfig together = mac("subword-parallel", maxBits, LaneAccumulation.TOGETHER, null, null);
        assertEquals(1, together.family().cyclesPerStep(together, aBits, bBits));
        assertEquals(lanes, together.family().productsPerStep(together, aBits, bBits));
        assertEquals(1, together.family().columnsPerUnit(together, aBits, bBits));
        MacConfig apart = mac("subword-parallel", maxBits, LaneAccumulation.APART, null, null);
        assertEquals(1, apart.family().cyclesPerStep(apart, aBits, bBits));
        assertEquals(1, apart.family().productsPerStep(apart, aBits, bBits));
        assertEquals(lanes, apart.family().columnsPerUnit(apart, aBits, bBits));
        assertEquals(maxBits, apart.family().widestOperand(apart));
    }

    @ParameterizedTest
    @CsvSource({
        // bits per cycle, a, b, t
        "1, 3, 8, 24",
        "1, 1, 1, 1",
        "1, 7, 5, 35",
        "2, 3, 8, 8",
        "2, 5, 7, 12",
        "2, 16, 16, 64",
        "4, 3, 8, 2",
        "4, 5, 9, 6",
        "4, 4, 4, 1",
    })
    void bitSerial2d(int serialBits, int aBits, int bBits, int cycles) {
        MacConfig mac = mac("bit-serial-2d", 16, 0, serialBits, null, 12);
        assertEquals(cycles, mac.family().cyclesPerStep(mac, aBits, bBits));
        assertEquals(12, mac.family().productsPerStep(mac, aBits, bBits));
        assertEquals(16, mac.family().widestOperand(mac));
    }

    /** Terms written out by hand: two's complement 1 bits, and radix-4 Booth digits. */
    @ParameterizedTest
    @CsvSource({
        // value, bits, signed, oneffsets, Booth digits
        "0, 8, false, 0, 0",
        "1, 8, false, 1, 1",
        "7, 8, false, 3, 2", // 8 - 1
        "255, 8, false, 8, 2", // 256 - 1
        "170, 8, false, 4, 5", // 10101010: 256 - 64 - 16 - 4 - 2
        "85, 8, false, 4, 4", // 64 + 16 + 4 + 1
        "65535, 16, false, 16, 2",
        "-1, 8, true, 8, 1",
        "-1, 3, true, 3, 1",
        "-128, 8, true, 1, 1", // -2 x 64
        "127, 8, true, 7, 2", // 128 - 1
        "-127, 8, true, 2, 2", // -128 + 1
        "3, 4, true, 2, 2", // 4 - 1
    })
    void termSerial(int value, int bits, boolean signed, int oneffsets, int boothDigits) {
        IntegerFormat format = new IntegerFormat(bits, signed);
        for (TermEncoding encoding : TermEncoding.values()) {
            int terms = encoding == TermEncoding.ONEFFSET ? oneffsets : boothDigits;
            MacConfig one = mac("term-serial", 16, null, TermOperands.ACTIVATION, encoding);
            assertEquals(terms, one.family().aCycles(one, value, format), encoding.name());
            assertEquals(1, one.family().bCycles(one, value, format));
            MacConfig both = mac("term-serial", 16, null, TermOperands.BOTH, encoding);
            assertEquals(terms, both.family().aCycles(both, value, format), encoding.name());
            assertEquals(terms, both.family().bCycles(both, value, format), encoding.name());
        }
    }

    /** The most that any pair of values takes, found by trying all. */
    @ParameterizedTest
    @CsvSource({"1,1", "2,3", "5,4", "7,8", "8,7"})
    void theMostCyclesOfATermSerialStep(int aBits, int bBits) {
        for (TermEncoding encoding : TermEncoding.values()) {
            for (TermOperands operands : TermOperands.values()) {
                MacConfig mac = mac("term-serial", 8, null, operands, encoding);
                int mostA = 0;
                int mostB = 0;
                for (boolean signed : List.of(false, true)) {
                    IntegerFormat a = new IntegerFormat(aBits, signed);
                    IntegerFormat b = new IntegerFormat(bBits, signed);
                    for (int value = a.min(); value <= a.max(); value++) {
                        mostA = Math.max(mostA, mac.family().aCycles(mac, value, a));
                    }
                    for (int value = b.min(); value <= b.max(); value++) {
                        mostB = Math.max(mostB, mac.family().bCycles(mac, value, b));
                    }
                }
                assertEquals(mostA * mostB, mac.family().cyclesPerStep(mac, aBits, bBits), encoding + " " + operands);
            }
        }
    }

    private static MacConfig mac(
            String family, int maxBits, LaneAccumulation laneSum, TermOperands operands, TermEncoding encoding) {
        return new MacConfig(
                MacFamilies.named(family).orElseThrow(),
                OperandSigns.EITHER,
                maxBits,
                2,
                0,
                null,
                16,
                laneSum,
                operands,
                encoding,
                40,
                OverflowPolicy.WRAP);
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
                null,
                null,
                null,
                32,
                OverflowPolicy.WRAP);
    }
}
