package io.bitcycle.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.bitcycle.numeric.IntegerFormat;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpareArraysTest {
    private final SpareArrays spares = new SpareArrays();

    @Test
    void whatWasGivenIsTakenAgain() {
        float[] first = spares.floats(3);
        spares.give(first);
        assertEquals(4, spares.floats(4).length);
        assertSame(first, spares.floats(3));
        assertNotSame(first, spares.floats(3));
        short[] codes = spares.shorts(3);
        spares.give(codes);
        assertSame(codes, spares.shorts(3));
    }

    @Test
    void noMoreAreKeptThanWereInUseAtOnce() {
        float[] taken = spares.floats(3);
        float[] foreign = new float[3];
        spares.give(foreign);
        spares.give(taken);
        assertSame(foreign, spares.floats(3));
        assertNotSame(taken, spares.floats(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aFrameIsZerosWhateverTheSpareArrayHeld(long seed) {
        Random random = new Random(seed);
        int[] shape = random.ints(4, 1, 6).toArray();
        int[] frame = random.ints(4, 0, 3).toArray();
        short[] codes = new short[Shapes.size(shape)];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) random.nextInt(-128, 128);
        }
        CodeTensor images = new CodeTensor(codes, IntegerFormat.signed(8), shape);
        int centre = random.nextInt(2);
        PaddedImages fresh = PaddedImages.of(images, centre, frame[0], frame[1], frame[2], frame[3], Parallel.SERIAL);
        short[] stale = spares.shorts(fresh.codes().length);
        Arrays.fill(stale, (short) 7);
        spares.give(stale);
        PaddedImages again =
                PaddedImages.of(images, centre, frame[0], frame[1], frame[2], frame[3], Parallel.SERIAL, spares);
        assertArrayEquals(fresh.codes(), again.codes(), "seed " + seed);
        for (int plane = 0, at = 0; plane < shape[0] * shape[1]; plane++) {
            for (int y = -frame[0]; y < shape[2] + frame[1]; y++) {
                for (int x = -frame[2]; x < shape[3] + frame[3]; x++, at++) {
                    boolean inside = y >= 0 && y < shape[2] && x >= 0 && x < shape[3];
                    int expected = inside ? codes[(plane * shape[2] + y) * shape[3] + x] - centre : 0;
                    assertEquals(expected, again.codes()[at], "seed " + seed + " at " + at);
                }
            }
        }
    }
}
