/**
 * Training on an all-integer vector unit ({@code vector.numeric: fixed}): the layers, the loss and the optimizer, without one
 * floating-point operation. Formats, formulas and roundings are in {@code docs/fixed-point.md}.
 *
 * <p>A tensor is integers of {@code vector.fixed_bits} bits that share a power-of-two scale ({@link
 * io.bitcycle.training.fixed.FixedTensor}); what there is one of per channel or per run is a {@link
 * io.bitcycle.training.fixed.Scalar}. Sums are exact in 64 bits, so no result depends on their order.
 */
package io.bitcycle.training.fixed;
