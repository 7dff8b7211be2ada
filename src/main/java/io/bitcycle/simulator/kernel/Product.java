package io.bitcycle.simulator.kernel;

import io.bitcycle.tensor.CodeMatrix;

/** One product on its way through the blocked kernel: lanes x depth times depth x columns. */
final class Product {
    /** lanes x depth */
    final CodeMatrix a;
    /** depth x columns */
    final CodeMatrix b;
    /** Element (i, j) of the product is at {@code i * laneStep + j * step}. */
    final long[] c;

    final int laneStep;
    final int step;
    final Limbs limbs;
    /** Whether several tasks add to the same elements of c. */
    boolean shared;

    Product(CodeMatrix a, CodeMatrix b, long[] c, int laneStep, int step) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.laneStep = laneStep;
        this.step = step;
        this.limbs = new Limbs(a, b);
    }
}
