package io.bitcycle.simulator.kernel;

import io.bitcycle.tensor.PaddedImages;

/**
 * Operands of the gradients of 3 x 3 weights of a convolution: that of channel c, tap (i, j) and column o is the sum over images n and
 * pixels (y, x) of image (n, c, stride y + i, stride x + j) x error (n, o, y, x).
 *
 * @param stride 1 or 2
 * @param images [N, planes, ...], in a frame of one zero on each side
 * @param planes channels of an image
 * @param first the first of them
 * @param channels how many there are to do
 * @param errors [N, errorPlanes, height, width]
 * @param errorPlanes channels of an error
 * @param firstError the first of them
 * @param columns how many there are to do
 */
record Gradient(
        int batch,
        int stride,
        PaddedImages images,
        int planes,
        int first,
        int channels,
        PaddedImages errors,
        int errorPlanes,
        int firstError,
        int columns) {
    int height() {
        return errors.height();
    }

    int width() {
        return errors.width();
    }

    /** Where the codes of a channel, counted from {@link #first}, begin. */
    int plane(int image, int channel) {
        return (image * planes + first + channel) * images.height() * images.width();
    }

    /** Where the errors of a column begin. */
    int errorPlane(int image, int column) {
        return (image * errorPlanes + firstError + column) * errors.height() * errors.width();
    }
}
