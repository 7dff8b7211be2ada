package io.bitcycle.hardware.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bitcycle.hardware.memory.Operand;
import io.bitcycle.numeric.IntegerFormat;
import io.bitcycle.numeric.OverflowPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every unit against plain multiplication: all operand pairs up to 8 x 8 bits, both signs, every mode and width. */
class MacUnitsTest {
    /** One lane at a time, so that the sum is the product; wide units have their other lanes at 0. */
    static List<MacConfig> modes() {
        List<MacConfig> macs = new ArrayList<>();
        for (int maxBits : new int[] {8, 16}) {
            macs.add(mac("bit-parallel", maxBits, 0, 0, null, 0, null, null, null));
            for (LaneAccumulation lanes : LaneAccumulation.values()) {
                macs.add(mac("subword-parallel", maxBits, 2, 0, null, 0, lanes, null, null));
            }
        }
        for (int maxBits : new int[] {2, 4, 8, 16}) {
            macs.add(mac("bit-fusion", maxBits, 2, 0, null, 0, null, null, null));
        }
        macs.add(mac("bit-fusion", 8, 1, 0, null, 0, null, null, null));
        macs.add(mac("bit-fusion", 6, 3, 0, null, 0, null, null, null));
        for (int slice : new int[] {1, 2, 4}) {
            for (Operand serial : new Operand[] {Operand.WEIGHT, Operand.ACTIVATION}) {
                macs.add(mac("bit-serial", 8, 0, slice, serial, 2, null, null, null));
            }
            macs.add(mac("bit-serial-2d", 8, 0, slice, null, 2, null, null, null));
        }
        for (TermOperands operands : TermOperands.values()) {
            for (TermEncoding encoding : TermEncoding.values()) {
                macs.add(mac("term-serial", 8, 0, 0, null, 2, null, operands, encoding));
            }
        }
        return macs;
    }

    @ParameterizedTest
    @MethodSource("modes")
    void everyPair(MacConfig mac) {
        long pairs = 0;
        for (int aBits = 1; aBits <= 8; aBits++) {
            for (int bBits = 1; bBits <= 8; bBits++) {
                for (int signs = 0; signs < 4; signs++) {
                    IntegerFormat a = new IntegerFormat(aBits, (signs & 1) != 0);
                    IntegerFormat b = new IntegerFormat(bBits, (signs & 2) != 0);
                    pairs += everyPair(mac, a, b);
                }
            }
        }
        // (sum over the widths 1 to 8 of 2^width) squared, four times for the signs.
        assertEquals(4L * 510 * 510, pairs);
    }

    private static long everyPair(MacConfig mac, IntegerFormat aFormat, IntegerFormat bFormat) {
        int bCodes = 1 << bFormat.bits();
        int count = bCodes << aFormat.bits();
        MacUnits units = mac.family().units(mac, aFormat, bFormat, count);
        int[] a = new int[count * units.lanes()];
        int[] b = new int[count * units.lanes()];
        for (int u = 0; u < count; u++) {
            int lane = u % units.lanes();
            a[u * units.lanes() + lane] = aFormat.min() + u / bCodes;
            b[u * units.lanes() + lane] = bFormat.min() + u % bCodes;
        }
        run(mac, aFormat, bFormat, units, a, b);
        for (int u = 0; u < count; u++) {
            long product = (long) (aFormat.min() + u / bCodes) * (bFormat.min() + u % bCodes);
            if (units.sum(u) != product) {
                assertEquals(product, units.sum(u), mac + ", " + aFormat + " x " + bFormat + ", unit " + u);
            }
        }
        assertEquals(0, units.overflows());
        return count;
    }

    /** What the feeders put into the registers; the codes can be read back. */
    private static int[] registers(OperandRegister register, int[] codes, int count) {
        int[] words = new int[count * register.words()];
        for (int u = 0; u < count; u++) {
            int at = u * register.words();
            register.load(codes, u * register.lanes(), register.lanes(), words, at);
            for (int lane = 0; lane < register.lanes(); lane++) {
                int code = codes[u * register.lanes() + lane];
                if (code != register.code(words, at, lane)) {
                    assertEquals(code, register.code(words, at, lane), register + ", lane " + lane);
                }
            }
        }
        return words;
    }

    /** The cycles that the family states, no more; before the last there is no sum. */
    private static void run(
            MacConfig mac, IntegerFormat a, IntegerFormat b, MacUnits units, int[] aCodes, int[] bCodes) {
        int cycles = mac.family().cyclesPerStep(mac, a.bits(), b.bits());
        int[] aWords = registers(units.aRegister(), aCodes, units.count());
        int[] bWords = registers(units.bRegister(), bCodes, units.count());
        int[] control = new int[units.count()];
        for (int phase = 0; phase < cycles; phase++) {
            Arrays.fill(control, MacUnits.control(phase, phase == cycles - 1));
            units.tick(aWords, bWords, control);
            if (phase < cycles - 1) {
                assertEquals(0, units.sum(units.count() - 1));
            }
        }
    }

    /** Full lanes of random codes, up to 16 bits, also after other work in the same units. */
    @ParameterizedTest
    @MethodSource("modes")
    void fullLanes(MacConfig mac) {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int widest = mac.family().widestOperand(mac);
            IntegerFormat aFormat = new IntegerFormat(1 + random.nextInt(widest), random.nextBoolean());
            IntegerFormat bFormat = new IntegerFormat(1 + random.nextInt(widest), random.nextBoolean());
            MacUnits units = mac.family().units(mac, aFormat, bFormat, 3);
            for (int step = 0; step < 2; step++) {
                int[] a = codes(aFormat, 3 * units.lanes(), random);
                int[] b = codes(bFormat, 3 * units.lanes(), random);
                run(mac, aFormat, bFormat, units, a, b);
                for (int u = 0; u < 3; u++) {
                    long sum = 0;
                    for (int x = u * units.lanes(); x < (u + 1) * units.lanes(); x++) {
                        sum += (long) a[x] * b[x];
                    }
                    assertEquals(sum, units.sum(u), "seed " + seed + ": " + mac + ", " + aFormat + " x " + bFormat);
                }
            }
        }
    }

    /** A term-serial step is done after the cycles its own values need. */
    @Test
    void termSerialStepsEndWithTheirLastTerm() {
        IntegerFormat format = IntegerFormat.signed(6);
        for (TermOperands operands : TermOperands.values()) {
            for (TermEncoding encoding : TermEncoding.values()) {
                MacConfig mac = mac("term-serial", 8, 0, 0, null, 1, null, operands, encoding);
                for (int a = format.min(); a <= format.max(); a++) {
                    for (int b = format.min(); b <= format.max(); b++) {
                        int cycles = Math.max(
                                1,
                                mac.family().aCycles(mac, a, format)
                                        * mac.family().bCycles(mac, b, format));
                        MacUnits units = mac.family().units(mac, format, format, 1);
                        for (int phase = 0; phase < cycles; phase++) {
                            units.tick(new int[] {a}, new int[] {b}, new int[] {
                                MacUnits.control(phase, phase == cycles - 1)
                            });
                        }
                        assertEquals((long) a * b, units.sum(0), a + " x " + b + " " + operands + " " + encoding);
                    }
                }
            }
        }
    }

    /** -128 x -128 = 2^14 needs 16 bits two's complement; 15 keep its pattern, which reads -2^14. */
    @Test
    void aSumThatDoesNotFitTheStepRegisterIsCut() {
        for (boolean narrow : new boolean[] {true, false}) {
            MacUnits units = new SubwordUnits(1, 1, 8, 15, narrow ? 16 : 40);
            units.tick(new int[] {-128}, new int[] {-128}, new int[] {MacUnits.control(0, true)});
            assertEquals(-(1 << 14), units.sum(0));
            assertEquals(1, units.overflows());
        }
        MacUnits serial = new SerialUnits(1, 1, 4, true, IntegerFormat.signed(4), 5, 8);
        serial.tick(new int[] {3}, new int[] {7}, new int[] {MacUnits.control(0, true)});
        assertEquals(21 - 32, serial.sum(0));
        assertEquals(1, serial.overflows());
    }

    /** The worked example of DESIGN's law: 5 = 0101 and -3 = 1101, bit 3 of which is subtracted. */
    @Test
    void signalsShowTheCircuit() {
        IntegerFormat four = IntegerFormat.signed(4);
        MacConfig mac = mac("bit-serial", 8, 0, 1, Operand.WEIGHT, 1, null, null, null);
        MacUnits units = mac.family().units(mac, four, four, 1);
        List<Long> steps = new ArrayList<>();
        for (int phase = 0; phase < 4; phase++) {
            units.tick(new int[] {5}, new int[] {-3}, new int[] {MacUnits.control(phase, phase == 3)});
            Signal step = units.signals().get(1);
            steps.add(step.value().applyAsLong(0));
        }
        long below = 1L << units.sumBits();
        assertEquals(List.of(5L, 5L, 5L + 20, below + 25 - 40), steps);

        // 8-bit x 2-bit fusion: -77 = 10 11 00 11, its top crumb -2; x 3 bricks give -6, 9, 0, 9 from the top.
        MacConfig fusion = mac("bit-fusion", 8, 2, 0, null, 0, null, null, null);
        MacUnits bricks = fusion.family().units(fusion, IntegerFormat.signed(8), IntegerFormat.unsigned(2), 1);
        bricks.tick(new int[] {-77 & 0xFF}, new int[] {3}, new int[] {MacUnits.control(0, true)});
        List<Long> products = bricks.signals().subList(0, 4).stream()
                .map(signal -> signal.value().applyAsLong(0))
                .toList();
        assertEquals(List.of(9L, 0L, 9L, 64L - 6), products);
        assertEquals(9 + (9 << 4) - (6 << 6), bricks.sum(0));
    }

    private static int[] codes(IntegerFormat format, int count, Random random) {
        int[] codes = new int[count];
        for (int i = 0; i < count; i++) {
            codes[i] = format.min() + random.nextInt(format.max() - format.min() + 1);
        }
        return codes;
    }

    private static MacConfig mac(
            String family,
            int maxBits,
            int minBits,
            int serialBits,
            Operand serial,
            int lanes,
            LaneAccumulation laneSum,
            TermOperands operands,
            TermEncoding encoding) {
        return new MacConfig(
                MacFamilies.named(family).orElseThrow(),
                OperandSigns.EITHER,
                maxBits,
                minBits,
                serialBits,
                serial,
                lanes,
                laneSum,
                operands,
                encoding,
                48,
                OverflowPolicy.WRAP);
    }
}
