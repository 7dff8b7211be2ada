package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Alignment;
import io.bitcycle.numeric.loops.Loops;

/** In binary32. */
final class WinogradNarrowPanel extends WinogradPanel {
    private static final ThreadLocal<WinogradNarrowPanel> LOCAL = ThreadLocal.withInitial(WinogradNarrowPanel::new);

    private float[] codes = new float[0];
    private float[] results = new float[0];

    private WinogradNarrowPanel() {
        super(lanes(), Alignment.FLOATS);
    }

    /** The calling thread's own. */
    static WinogradNarrowPanel local() {
        return LOCAL.get();
    }

    /** Tiles of a panel. */
    static int lanes() {
        return Loops.best().products().lanes();
    }

    @Override
    void open(int codeCount, int resultCount) {
        if (codes.length < codeCount) {
            codes = new float[codeCount];
        }
        if (results.length < resultCount) {
            results = new float[resultCount];
        }
    }

    @Override
    void columns(float[] rows, int stride, WinogradTiles tiles, int at, int position, int first, int lanes, int panel) {
        transforms.columns(rows, stride, tiles.width(), tiles.padded(), codes, at, position, first, lanes, panel);
    }

    @Override
    void multiply(WinogradWeights weights, int w, int x, int[] offsets, int to) {
        products.multiply(codes, x, offsets, 0, weights.channels(), weights.narrow(), w, results, to);
    }

    @Override
    void outputs(int at, int position, double[] out, int upper, int further, int below) {
        transforms.outputs(results, at, position, out, upper, further, below, scratch);
    }
}
