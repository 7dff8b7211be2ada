package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Alignment;
import io.bitcycle.numeric.loops.Loops;

/** In binary64. */
final class WinogradWidePanel extends WinogradPanel {
    private static final ThreadLocal<WinogradWidePanel> LOCAL = ThreadLocal.withInitial(WinogradWidePanel::new);

    private double[] codes = new double[0];
    private double[] results = new double[0];

    private WinogradWidePanel() {
        super(lanes(), Alignment.DOUBLES);
    }

    /** The calling thread's own. */
    static WinogradWidePanel local() {
        return LOCAL.get();
    }

    /** Tiles of a panel. */
    static int lanes() {
        return Loops.best().products().lanes() / 2;
    }

    @Override
    void open(int codeCount, int resultCount) {
        if (codes.length < codeCount) {
            codes = new double[codeCount];
        }
        if (results.length < resultCount) {
            results = new double[resultCount];
        }
    }

    @Override
    void columns(float[] rows, int stride, WinogradTiles tiles, int at, int position, int first, int lanes, int panel) {
        transforms.columns(rows, stride, tiles.width(), tiles.padded(), codes, at, position, first, lanes, panel);
    }

    @Override
    void multiply(WinogradWeights weights, int w, int x, int[] offsets, int to) {
        products.multiply(codes, x, offsets, 0, weights.channels(), weights.wide(), w, results, to);
    }

    @Override
    void outputs(int at, int position, double[] out, int upper, int further, int below) {
        transforms.outputs(results, at, position, out, upper, further, below, scratch);
    }
}
