package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Alignment;
import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.Parallel;

/** Convolutions with 3 x 3 taps by their definition, on images laid out as a {@link Frame}. */
final class FrameKernel implements StencilKernel {
    private final Stencil stencil;
    private final FrameWeights weights;
    private final Frame frame;

    FrameKernel(Stencil stencil, FrameWeights weights) {
        this.stencil = stencil;
        this.weights = weights;
        this.frame = Frame.of(stencil.batch(), stencil.height(), stencil.width(), stencil.stride());
    }

    /** Whether panels of this stencil are full enough. */
    static boolean suits(Stencil stencil) {
        Loops loops = Loops.best();
        return loops.fastProducts() && 2 * stencil.columns() >= loops.products().columns();
    }

    @Override
    public void multiply(SumBlocks out, Parallel parallel) {
        int width = stencil.width();
        parallel.forEach(frame.lines(stencil.batch()), line -> {
            FramePanel panel = FramePanel.local();
            double[] sums = panel.multiply(stencil, weights, frame, line);
            for (int i = 0; i < frame.images(line, stencil.batch()); i++) {
                int row = (frame.firstImage(line) + i) * stencil.height() + frame.firstRow(line);
                out.accept(
                        row * width,
                        frame.rows(line) * width,
                        sums,
                        Alignment.DOUBLES + i * frame.imagePitch(),
                        panel.stride(frame),
                        frame.pitch());
            }
        });
    }
}
