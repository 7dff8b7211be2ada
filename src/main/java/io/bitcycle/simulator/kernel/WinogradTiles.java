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
    /** @param most tiles to multiply at once, where strips are not larger */
    static WinogradTiles of(int imageHeight, int imageWidth, int most) {
        int width = imageWidth / 2;
        int rows = imageHeight / 2;
        int height = rows;
        while (height > 1 && (rows % height != 0 || height * width > most)) {
            height--;
        }
        return new WinogradTiles(width, height, rows / height, Math.max(1, most / (height * width)));
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
