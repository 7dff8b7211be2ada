package io.bitcycle.training.layer;

import io.bitcycle.hardware.VectorConfig;

/**
 * How the vector work of layers, loss and optimizer is counted, in one {@code VectorOp} per loop over a tensor.
 *
 * <ul>
 *   <li><b>Traffic.</b> Activations, gradients, parameters and optimizer state live in DRAM as words of
 *       {@value VectorConfig#WORD_BITS} bits. An op reads each of its tensor inputs once and writes each of its outputs
 *       once; nothing stays on chip between ops. Vectors with one word per channel are counted like tensors.
 *   <li><b>Kept for the backward pass</b>, in training only: ReLU writes 1 bit per element and reads it back; max pooling
 *       ⌈log2(kernel area)⌉ bits per output; batch norm keeps its input at {@code vector.stash_bits}: 32 bits are the input
 *       that is in DRAM anyway, 16 bits are a second, narrower copy to write; each backward loop reads what was kept.
 *   <li><b>Operations.</b> Comparisons and selections count as additions. Moving, reshaping and storing at another width are
 *       traffic, not operations. What merges the block sums of a reduction is part of its additions per element; work per
 *       channel or row is an op of its own, single operations per batch are not counted. Kernels that padding cuts are counted
 *       whole.
 *   <li><b>Passes.</b> Input gradients are backward-data; parameter gradients, the sums they share with input gradients, and
 *       the optimizer are backward-weight; all else, evaluation too, is forward.
 * </ul>
 */
public final class VectorTraffic {
    private VectorTraffic() {}

    /** Bits of so many numbers in DRAM. */
    public static long words(long numbers) {
        return numbers * VectorConfig.WORD_BITS;
    }
}
