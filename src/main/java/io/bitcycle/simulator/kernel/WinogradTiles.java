package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.TileLoops;

/**
 * How images are cut for {@link WinogradKernel}: into tiles of 2 x 2 outputs, rows of tiles, and strips of such rows.
 *
 * @param width tiles in a row
 * @param height rows of tiles in a strip
 * @param strips of an image
 * @param together strips that are multiplied at once
 */
record WinogradTiles(int width, int height, int strips, int together) {
    /**
     * Strips that leave the fewest lanes of panels empty; of such, the highest, since strips overlap.
     *
     * @param most tiles to multiply at once, where a row has no more
     * @param lanes tiles of a panel
     */
    static WinogradTiles of(int imageHeight, int imageWidth, int most, int lanes) {
        int width = imageWidth / 2;
        int rows = imageHeight / 2;
        WinogradTiles best = null;
        for (int height = rows; height > 0; height--) {
            if (rows % height != 0 || height > 1 && height * width > most) {
                continue;
            }
            for (int together = Math.max(1, most / (height * width)); together > 0; together--) {
                WinogradTiles tiles = new WinogradTiles(width, height, rows / height, together);
                if (best == null || tiles.fullness(lanes) > best.fullness(lanes)) {
                    best = tiles;
                }
            }
        }
        return best;
    }

    /** What part of its panels the tiles of a block fill. */
    private double fullness(int lanes) {
        return (double) together * count() / Columns.padded(together * padded(), lanes);
    }

    /** Whether the tiles of an image fill most lanes of its panels. */
    static boolean fill(int imageHeight, int imageWidth) {
        int tiles = imageHeight / 2 * (imageWidth / 2);
        return 4 * tiles >= 3 * padded(tiles);
    }

    private static int padded(int tiles) {
        return Columns.padded(tiles, TileLoops.TILES);
    }

    /** Tiles of a strip. */
    int count() {
        return width * height;
    }

    /** The same with what fills up its panels. */
    int padded() {
        return padded(count());
    }

    /** Outputs of a strip and channel. */
    int pixels() {
        return 4 * count();
    }
}
