package io.bitcycle.training.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Bfloat16Test {
    /** By hand: the last place of 1 to 2 is 2^-7; ties go to the even neighbour, also into the next binade and to infinity. */
    @ParameterizedTest
    @CsvSource({
        "0x1.00p0, 0x1.00p0",
        "0x1.01p0, 0x1.00p0",
        "0x1.010002p0, 0x1.02p0",
        "0x1.03p0, 0x1.04p0",
        "-0x1.03p0, -0x1.04p0",
        "0x1.02fffep0, 0x1.02p0",
        "0x1.ffp0, 0x1.00p1",
        "0x1.fep127, 0x1.fep127",
        "0x1.fefffep127, 0x1.fep127",
        "0x1.ffp127, Infinity",
        "-Infinity, -Infinity",
        "-0.0, -0.0",
        "0x1p-149, 0.0",
        "0x1p-133, 0x1p-133",
        "0x1.8p-133, 0x1p-132",
    })
    void roundsToNearestEven(String value, String expected) {
        assertEquals(Float.valueOf(expected), Float.valueOf(Bfloat16.round(Float.parseFloat(value))), value);
    }

    @Test
    void notANumberStaysSo() {
        for (int bits : new int[] {0x7F80_0001, 0x7FFF_FFFF, 0xFFFF_FFFF, 0xFF80_0001, 0x7FC0_0000}) {
            assertTrue(Float.isNaN(Bfloat16.round(Float.intBitsToFloat(bits))), Integer.toHexString(bits));
        }
    }

    /** Against exact distances to the two neighbours. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void isTheNearestNeighbour(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt() & 0x7EFF_FFFF);
            int below = Float.floatToRawIntBits(value) & 0xFFFF_0000;
            BigDecimal exact = new BigDecimal(value);
            BigDecimal down = exact.subtract(new BigDecimal(Float.intBitsToFloat(below)));
            BigDecimal up = new BigDecimal(Float.intBitsToFloat(below + 0x1_0000)).subtract(exact);
            int order = down.compareTo(up);
            boolean roundUp = order > 0 || order == 0 && (below & 0x1_0000) != 0;
            assertEquals(
                    Float.intBitsToFloat(roundUp ? below + 0x1_0000 : below),
                    Bfloat16.round(value),
                    "seed " + seed + ", value " + Float.toHexString(value));
        }
    }
}
