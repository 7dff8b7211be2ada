package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Alignment;
import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.numeric.loops.ProductLoops;

/** One thread's part of a {@link FrameKernel}: a line of images, its channels one after the other, and its sums. */
final class FramePanel {
    private static final ThreadLocal<FramePanel> LOCAL = ThreadLocal.withInitial(FramePanel::new);

    private final ProductLoops loops = Loops.best().products();
    private final double[] wideProducts = new double[Alignment.DOUBLES + loops.lanes() / 2 * loops.columns()];
    private final float[] products = new float[Alignment.FLOATS + loops.lanes() * loops.columns()];
    private float[] narrow = new float[0];
    private double[] wide = new double[0];
    private int[] offsets = new int[0];
    private double[] sums = new double[0];

    /** The calling thread's own. */
    static FramePanel local() {
        return LOCAL.get();
    }

    /** Sums of a column: whole panels. */
    int stride(Frame frame) {
        return Columns.padded(frame.lanes(), loops.lanes());
    }

    /**
     * The outputs of a line, valid until the next call.
     *
     * @return that of a lane and column j at {@code Alignment.DOUBLES + j * stride + lane}
     */
    double[] multiply(Stencil stencil, FrameWeights weights, Frame frame, int line) {
        open(stencil, weights, frame, line);
        if (weights.narrow() != null) {
            multiplyNarrow(weights, stride(frame));
        } else {
            multiplyWide(weights, stride(frame));
        }
        return sums;
    }

    private void multiplyNarrow(FrameWeights weights, int stride) {
        int lanes = loops.lanes();
        for (int lane = 0; lane < stride; lane += lanes) {
            for (int piece = 0; piece < weights.pieces(); piece++) {
                int from = weights.from(piece);
                int depth = weights.from(piece + 1) - from;
                for (int j = 0; j < weights.columns(); j += loops.columns()) {
                    int w = weights.at(from, j);
                    int to = Alignment.DOUBLES + j * stride + lane;
                    loops.multiply(narrow, lane, offsets, from, depth, weights.narrow(), w, products, Alignment.FLOATS);
                    if (piece == 0) {
                        loops.set(products, Alignment.FLOATS, sums, to, stride);
                    } else {
                        loops.add(products, Alignment.FLOATS, sums, to, stride);
                    }
                }
            }
        }
    }

    private void multiplyWide(FrameWeights weights, int stride) {
        int lanes = loops.lanes() / 2;
        for (int lane = 0; lane < stride; lane += lanes) {
            for (int piece = 0; piece < weights.pieces(); piece++) {
                int from = weights.from(piece);
                int depth = weights.from(piece + 1) - from;
                for (int j = 0; j < weights.columns(); j += loops.columns()) {
                    int w = weights.at(from, j);
                    int to = Alignment.DOUBLES + j * stride + lane;
                    loops.multiply(
                            wide, lane, offsets, from, depth, weights.wide(), w, wideProducts, Alignment.DOUBLES);
                    if (piece == 0) {
                        loops.set(wideProducts, Alignment.DOUBLES, sums, to, stride);
                    } else {
                        loops.add(wideProducts, Alignment.DOUBLES, sums, to, stride);
                    }
                }
            }
        }
    }

    private void open(Stencil stencil, FrameWeights weights, Frame frame, int line) {
        int length = frame.framed();
        int size = stencil.channels() * length + loops.lanes();
        if (weights.narrow() != null && narrow.length < size) {
            narrow = new float[size];
        }
        if (weights.narrow() == null && wide.length < size) {
            wide = new double[size];
        }
        int step = stencil.plane(1, 0) - stencil.plane(0, 0);
        for (int c = 0; c < stencil.channels(); c++) {
            int from = stencil.plane(frame.firstImage(line), c);
            if (weights.narrow() != null) {
                frame.widen(stencil.images(), from, step, line, stencil.batch(), narrow, c * length);
            } else {
                frame.widen(stencil.images(), from, step, line, stencil.batch(), wide, c * length);
            }
        }
        if (offsets.length < weights.depth()) {
            offsets = new int[weights.depth()];
        }
        for (int k = 0; k < weights.depth(); k++) {
            offsets[k] = k / Stencil.TAPS * length + frame.offset(k % Stencil.TAPS);
        }
        int sumCount = Alignment.DOUBLES + stride(frame) * FrameWeights.padded(weights.columns());
        sums = sums.length < sumCount ? new double[sumCount] : sums;
    }
}
