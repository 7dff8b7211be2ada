package io.bitcycle.mapping;

import io.bitcycle.hardware.MappingConfig.Loop;

/**
 * What a tile covers of an op C[rows, cols] = A[rows, channels x taps] x B[channels x taps, cols].
 *
 * @param rows rows of A
 * @param cols columns of B
 * @param channels depth of each kernel position; of the whole depth under flattened blocking
 * @param taps kernel positions; 1 under flattened blocking
 */
record Tile(long rows, long cols, long channels, long taps) {
    long get(Loop loop) {
        return switch (loop) {
            case ROWS -> rows;
            case COLS -> cols;
            case CHANNELS -> channels;
            case TAPS -> taps;
        };
    }

    /** The same, with another extent along one loop. */
    Tile with(Loop loop, long extent) {
        return switch (loop) {
            case ROWS -> new Tile(extent, cols, channels, taps);
            case COLS -> new Tile(rows, extent, channels, taps);
            case CHANNELS -> new Tile(rows, cols, extent, taps);
            case TAPS -> new Tile(rows, cols, channels, extent);
        };
    }
}
