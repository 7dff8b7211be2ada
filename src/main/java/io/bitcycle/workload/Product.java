package io.bitcycle.workload;

/**
 * A product that a layer computes of its input, for a whole batch: what the array executes when it is quantized, else the
 * vector unit.
 */
public interface Product {
    /** Name of the layer, or of its part. */
    String layer();

    /** Whether it runs on the array. */
    boolean quantized();

    /** Whether anything needs the gradient by its left operand: not when that is the data itself. */
    boolean inputGradient();

    /** Multiply-accumulates of the forward pass, padding taps included. */
    long macs();

    /** {@link #macs} to about 16 digits, where they may be more than a long holds. */
    double estimatedMacs();

    /** Elements of the left operand, an activation. */
    long leftElements();

    /** Elements of the right operand. */
    long rightElements();

    /** Elements of the result. */
    long resultElements();

    /** Whether the right operand is a parameter; else it is an activation, and its gradient flows on. */
    boolean hasWeights();

    /** Widths that it keeps whatever the schedule says. */
    default LayerBits bits() {
        return LayerBits.SCHEDULED;
    }

    /** The same product with widths of its own. */
    default Product with(LayerBits bits) {
        return new FixedBitsProduct(this, bits);
    }

    /**
     * Its matrix operations.
     *
     * @param resultBits width at which finished sums leave the output buffer, 0 for accumulator width
     */
    Lowering lower(int resultBits);
}
