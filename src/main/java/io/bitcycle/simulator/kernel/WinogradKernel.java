package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Alignment;
import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.numeric.loops.TileLoops;
import io.bitcycle.tensor.Parallel;

/**
 * Convolutions with 3 x 3 taps and stride 1, exactly, with 2.25 times fewer products than their definition has; see
 * {@link TileLoops} for how and {@link WinogradWeights} for why exactly. Tasks depend on the shape only.
 */
final class WinogradKernel implements StencilKernel {
    /** Fewer channels do not pay for the transforms, and the more columns a panel has, for its beginning and end. */
    private static final int FEWEST_CHANNELS = 4 * Loops.best().products().columns();
    /** Bytes of a block's panels and their products: stay in the second-level cache, and fill whole panels of usual shapes. */
    private static final int BLOCK = 3 << 18;

    private final Stencil stencil;
    private final WinogradWeights weights;
    private final WinogradTiles tiles;

    private WinogradKernel(Stencil stencil, WinogradWeights weights) {
        this.stencil = stencil;
        this.weights = weights;
        int bytes = weights.narrow() == null ? Double.BYTES : Float.BYTES;
        int each = TileLoops.POSITIONS * (weights.channels() + FrameWeights.padded(weights.columns())) * bytes;
        int lanes = weights.narrow() == null ? WinogradWidePanel.lanes() : WinogradNarrowPanel.lanes();
        // Of many channels, a panel that is full is worth more than one in the cache.
        int most = Math.max(lanes, BLOCK / each);
        this.tiles = WinogradTiles.of(stencil.height(), stencil.width(), most, lanes);
    }

    /** Whether this is faster than the definition. */
    static boolean suits(Stencil stencil) {
        return stencil.stride() == 1
                && stencil.channels() >= FEWEST_CHANNELS
                && stencil.height() % 2 == 0
                && stencil.width() % 2 == 0
                && WinogradTiles.fill(stencil.height(), stencil.width());
    }

    /** @return null where the sums of these weights might not be exact */
    static WinogradKernel of(Stencil stencil, Parallel parallel) {
        WinogradWeights weights = WinogradWeights.of(stencil, parallel);
        return weights == null ? null : new WinogradKernel(stencil, weights);
    }

    @Override
    public void multiply(SumBlocks out, Parallel parallel) {
        int units = stencil.batch() * tiles.strips();
        parallel.forEach((units + tiles.together() - 1) / tiles.together(), block -> {
            int first = block * tiles.together();
            int count = Math.min(tiles.together(), units - first);
            int rows = count * tiles.pixels();
            WinogradPanel panel = weights.narrow() == null ? WinogradWidePanel.local() : WinogradNarrowPanel.local();
            out.accept(
                    first * tiles.pixels(),
                    rows,
                    panel.multiply(stencil, weights, tiles, first, count),
                    Alignment.DOUBLES,
                    rows,
                    stencil.width());
        });
    }
}
