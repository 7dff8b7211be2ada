/**
 * What each kind of layer, the loss and the optimizer put on an accelerator, from shapes alone: one class per kind. Training
 * layers record these very operations beside the values they compute, so the list stands in one place and {@code shape}
 * fidelity cannot differ from {@code exact}.
 *
 * <p>Vector work is one {@link io.bitcycle.workload.VectorOp} per loop over a tensor:
 *
 * <ul>
 *   <li><b>Traffic.</b> Activations, gradients, parameters and optimizer state live in DRAM as words of the vector unit. An op
 *       reads each of its tensor inputs once and writes each of its outputs once; nothing stays on chip between ops, unless they
 *       are chained ({@link io.bitcycle.workload.work.Chain}). Vectors with one word per channel are counted like tensors;
 *       ranges and scales of quantizers, which stay in registers, are not.
 *   <li><b>Kept for the backward pass</b>, in training only: ReLU writes 1 bit per element and reads it back; max pooling
 *       ⌈log2(kernel area)⌉ bits per output; batch norm keeps its input as a {@link io.bitcycle.workload.Traffic#stash() stash};
 *       each backward loop reads what was kept.
 *   <li><b>Operations.</b> Comparisons and selections count as additions. Moving, reshaping and storing at another width are
 *       traffic, not operations. What merges the block sums of a reduction is part of its additions per element; work per
 *       channel or row is an op of its own, single operations per batch are not counted. Kernels that padding cuts are counted
 *       whole.
 *   <li><b>Passes.</b> Input gradients are backward-data; parameter gradients, the sums they share with input gradients, and
 *       the optimizer are backward-weight; all else, evaluation too, is forward.
 * </ul>
 */
package io.bitcycle.workload.work;
