package io.bitcycle.simulator.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WinogradTilesTest {
    @ParameterizedTest
    @CsvSource({"16, 96, 24", "8, 48, 24", "16, 96, 8", "32, 256, 24"})
    void usualImagesFillWholePanels(int size, int most, int lanes) {
        WinogradTiles tiles = WinogradTiles.of(size, size, most, lanes);
        assertEquals(0, tiles.together() * tiles.count() % lanes, tiles.toString());
    }

    @Test
    void ofEquallyFullOnesTheHighest() {
        assertEquals(new WinogradTiles(8, 8, 1, 2), WinogradTiles.of(16, 16, 128, 8));
        assertEquals(new WinogradTiles(8, 8, 1, 1), WinogradTiles.of(16, 16, 100, 8));
    }

    @Test
    void aRowThatIsTooLongIsStillAStrip() {
        assertEquals(new WinogradTiles(50, 1, 7, 1), WinogradTiles.of(14, 100, 20, 24));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void stripsAreAllOfAnImageAndBlocksHaveNoMoreThanAllowed(long seed) {
        Random random = new Random(seed);
        int height = 2 * (1 + random.nextInt(40));
        int width = 2 * (1 + random.nextInt(40));
        int most = width / 2 + random.nextInt(300);
        WinogradTiles tiles = WinogradTiles.of(height, width, most, 8 * (1 + random.nextInt(3)));
        String message = "seed " + seed + ": " + tiles;
        assertEquals(height / 2, tiles.strips() * tiles.height(), message);
        assertEquals(width / 2, tiles.width(), message);
        assertTrue(tiles.together() * tiles.count() <= most, message);
    }
}
