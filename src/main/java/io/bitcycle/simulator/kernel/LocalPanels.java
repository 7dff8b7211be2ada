package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.numeric.loops.ProductLoops;
import java.util.function.Function;

/** Each thread's own panels, one for either size that {@link Loops} has. */
final class LocalPanels<T> {
    private final ThreadLocal<T> small;
    private final ThreadLocal<T> large;

    LocalPanels(Function<ProductLoops, T> made) {
        small = ThreadLocal.withInitial(() -> made.apply(Loops.best().smallProducts()));
        large = ThreadLocal.withInitial(() -> made.apply(Loops.best().products()));
    }

    /** The calling thread's own, for products by these loops. */
    T get(ProductLoops loops) {
        return (loops == Loops.best().smallProducts() ? small : large).get();
    }
}
