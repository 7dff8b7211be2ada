package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ShapesTest {
    @Test
    void sizeIsTheProduct() {
        assertEquals(1, Shapes.size());
        assertEquals(0, Shapes.size(0));
        assertEquals(24, Shapes.size(2, 3, 4));
        assertEquals(Integer.MAX_VALUE, Shapes.size(1, Integer.MAX_VALUE));
        assertEquals(0, Shapes.size(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 0));
    }

    @Test
    void refusesSizesBeyondAnArray() {
        assertRefused("more than 2^31 - 1 elements in [65536, 32768]", 65536, 32768);
        assertRefused(
                "more than 2^31 - 1 elements in [2147483647, 2147483647, 2147483647]",
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE);
        assertRefused("negative dimension in [2, -1]", 2, -1);
        assertRefused("negative dimension in [0, -1]", 0, -1);
    }

    private static void assertRefused(String message, int... shape) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Shapes.size(shape))
                        .getMessage());
    }

    @Test
    void describesAnElementByIndexAndPosition() {
        assertEquals("23 ([1, 2, 3] of [2, 3, 4])", Shapes.describe(23, 2, 3, 4));
        assertEquals("4 ([0, 1, 0] of [2, 3, 4])", Shapes.describe(4, 2, 3, 4));
        assertEquals("0 ([] of [])", Shapes.describe(0));
    }
}
