package io.bitcycle.simulator.kernel;

import io.bitcycle.tensor.Parallel;

/** A way to the outputs of a {@link Stencil}. */
@FunctionalInterface
public interface StencilKernel {
    /** The outputs as sums of rows (n, y, x), block by block; blocks are whole rows of an image. */
    void multiply(SumBlocks out, Parallel parallel);

    /** @return the fastest way; null where it is none of these, or sums might not be exact */
    static StencilKernel of(Stencil stencil, Parallel parallel) {
        if (!FrameKernel.suits(stencil) || !FrameWeights.fit(stencil)) {
            return null;
        }
        if (WinogradKernel.suits(stencil)) {
            WinogradKernel winograd = WinogradKernel.of(stencil, parallel);
            if (winograd != null) {
                return winograd;
            }
        }
        return new FrameKernel(stencil, FrameWeights.of(stencil, parallel));
    }
}
