package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;

/** A square window that moves over an image. */
record SlidingWindow(int kernel, int stride, int padding) {
    /**
     * One value per channel and position of the window.
     *
     * @throws LayerMismatchException when the window is larger than the padded image
     */
    ActivationShape output(ActivationShape input, int channels) {
        int height = input.height() + 2 * padding;
        int width = input.width() + 2 * padding;
        if (kernel > height || kernel > width) {
            throw new LayerMismatchException(
                    "kernel",
                    "is " + kernel + ", larger than the " + (padding > 0 ? "padded " : "") + "input of " + height + "x"
                            + width + "; allowed: 1 to " + Math.min(height, width));
        }
        return input.withImage(channels, (height - kernel) / stride + 1, (width - kernel) / stride + 1);
    }
}
