package io.bitcycle.training.data;

import io.bitcycle.tensor.FloatTensor;

/**
 * What a network sees in one iteration. The receiver owns the arrays.
 *
 * @param images network inputs [N, C, H, W]
 * @param labels class numbers [N]
 * @param samples where the images stand in their split [N]
 */
public record Batch(FloatTensor images, int[] labels, int[] samples) {
    /** Number of images. */
    public int size() {
        return labels.length;
    }
}
