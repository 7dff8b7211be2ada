package io.bitcycle.mapping;

import java.util.EnumSet;
import java.util.List;

/**
 * Tiles of a convolution, by its own dimensions, as accelerator papers give them.
 *
 * @param batch images per tile
 * @param height output rows per tile
 * @param width output columns per tile
 * @param channels input channels per tile; the whole kernel belongs to a tile
 * @param outputs output channels per tile
 * @param order the loops over tiles, outermost first
 */
public record ConvTiling(int batch, int height, int width, int channels, int outputs, List<Loop> order) {
    /** A dimension that is cut into tiles. */
    public enum Loop {
        BATCH,
        HEIGHT,
        WIDTH,
        CHANNELS,
        OUTPUTS
    }

    public ConvTiling {
        order = List.copyOf(order);
        if (Math.min(Math.min(batch, height), Math.min(width, Math.min(channels, outputs))) < 1) {
            throw new IllegalArgumentException("every extent of a tile must be at least 1");
        }
        if (order.size() != Loop.values().length || EnumSet.copyOf(order).size() != order.size()) {
            throw new IllegalArgumentException("an order names each of " + EnumSet.allOf(Loop.class) + " once");
        }
    }

    /** The same tiles, walked otherwise. */
    public ConvTiling inOrder(List<Loop> other) {
        return new ConvTiling(batch, height, width, channels, outputs, other);
    }
}
