package io.bitcycle.hardware;

import java.util.List;

/** How ops are cut into tiles. */
public sealed interface MappingConfig {
    /** The stated rule of {@code io.bitcycle.mapping.FixedMapping}; nothing is searched. */
    record Fixed() implements MappingConfig {}

    /** The best of all tile sizes and loop orders, per op. */
    record Search() implements MappingConfig {}

    /**
     * The same tiles for every op, cut to it where it is smaller.
     *
     * @param rows rows of C per tile
     * @param cols columns of C per tile
     * @param channels depth per tile of each kernel position; of the whole depth under flattened blocking
     * @param taps kernel positions per tile; 1 under flattened blocking
     * @param order the four loops, outermost first
     */
    record Tiles(int rows, int cols, int channels, int taps, List<Loop> order) implements MappingConfig {
        public Tiles {
            order = List.copyOf(order);
        }
    }

    /** A loop over tiles of C[rows, cols] = A[rows, channels x taps] x B[channels x taps, cols]. */
    enum Loop {
        ROWS,
        COLS,
        CHANNELS,
        TAPS
    }
}
