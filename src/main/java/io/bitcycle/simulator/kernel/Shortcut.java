package io.bitcycle.simulator.kernel;

import io.bitcycle.tensor.Parallel;

/** A way to the sums of a product that is faster than {@link BlockedKernel}, where operands are known to be made of something simpler. */
@FunctionalInterface
public interface Shortcut {
    /** @param c the same sums as of {@link BlockedKernel#multiply}, overwritten */
    void multiply(long[] c, Parallel parallel);
}
