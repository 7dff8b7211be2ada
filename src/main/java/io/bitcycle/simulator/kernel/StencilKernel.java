package io.bitcycle.simulator.kernel;

import io.bitcycle.tensor.Parallel;

/** A way to the outputs of a {@link Stencil}. */
@FunctionalInterface
public interface StencilKernel {
    /** The outputs as sums of rows (n, y, x), block by block; blocks are whole rows of an image. */
    void multiply(SumBlocks out, Parallel parallel);

    /** @return the fastest way; null where it is none of these, or sums might not be exact */
    static StencilKernel of(Stencil stencil, Parallel parallel) {
        if (!FrameKernel.suits(stencil)) {
            return null;
        }
        FrameWeights weights = FrameWeights.of(stencil);
        if (weights == null || weights.narrow() != null || !WinogradKernel.suits(stencil)) {
            return weights == null ? null : new FrameKernel(stencil, weights);
        }
        WinogradKernel winograd = WinogradKernel.of(stencil, parallel);
        return winograd == null ? new FrameKernel(stencil, weights) : winograd;
    }
}
