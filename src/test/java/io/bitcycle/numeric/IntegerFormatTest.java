package io.bitcycle.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerFormatTest {
    @ParameterizedTest
    @CsvSource({
        "1, false, 0, 1",
        "1, true, -1, 0",
        "2, false, 0, 3",
        "2, true, -2, 1",
        "8, false, 0, 255",
        "8, true, -128, 127",
        "16, false, 0, 65535",
        "16, true, -32768, 32767"
    })
    void holdsTheRangeOfItsWidth(int bits, boolean signed, int min, int max) {
        IntegerFormat format = signed ? IntegerFormat.signed(bits) : IntegerFormat.unsigned(bits);
        assertEquals(min, format.min());
        assertEquals(max, format.max());
        assertTrue(format.contains(min) && format.contains(max));
        assertFalse(format.contains(min - 1L) || format.contains(max + 1L));
        assertEquals((signed ? "signed " : "unsigned ") + bits + "-bit", format.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 17})
    void refusesWidths(int bits) {
        assertEquals(
                "a code has 1 to 16 bits, not " + bits,
                assertThrows(IllegalArgumentException.class, () -> IntegerFormat.signed(bits))
                        .getMessage());
    }
}
