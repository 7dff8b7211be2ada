package io.bitcycle.workload.layer;

import io.bitcycle.workload.ActivationShape;

/** A window that moves over an image. */
record SlidingWindow(int rows, int columns, int stride, int padding) {
    /** A square one. */
    SlidingWindow(int kernel, int stride, int padding) {
        this(kernel, kernel, stride, padding);
    }

    /**
     * One value per channel and position of the window.
     *
     * @throws LayerMismatchException when the window is larger than the padded image
     */
    ActivationShape output(ActivationShape input, int channels) {
        int height = input.height() + 2 * padding;
        int width = input.width() + 2 * padding;
        if (rows > height || columns > width) {
            throw new LayerMismatchException(
                    "kernel",
                    "is " + (rows == columns ? "" + rows : rows + "x" + columns) + ", larger than the "
                            + (padding > 0 ? "padded " : "") + "input of " + height + "x" + width + "; allowed: 1 to "
                            + Math.min(height, width));
        }
        return input.withImage(channels, (height - rows) / stride + 1, (width - columns) / stride + 1);
    }
}
