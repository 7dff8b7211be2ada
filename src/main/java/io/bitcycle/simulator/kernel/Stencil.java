package io.bitcycle.simulator.kernel;

import io.bitcycle.tensor.PaddedImages;

/**
 * Operands of a convolution with 3 x 3 taps: output (n, o, y, x) is the sum over channels c and taps (i, j) of image (n, c, stride y + i,
 * stride x + j) x weight (c, o, i, j).
 *
 * @param images [N, planes, height, width], framed and centred
 * @param stride 1, or 2 where images have an even height and width
 * @param planes channels of an image
 * @param first the first of them that is summed over
 * @param channels how many are
 * @param columns output channels
 * @param weights [channels, columns, 3, 3]
 * @param largestWeight a bound of their magnitude
 */
public record Stencil(
        PaddedImages images,
        int batch,
        int stride,
        int planes,
        int first,
        int channels,
        int columns,
        long[] weights,
        long largestWeight) {
    public static final int TAPS = 9;
    /** Work of placing a weight, in elements of a plain loop. */
    public static final int PLACING = 4;

    /** Of the output. */
    int height() {
        return (images.height() - 2) / stride;
    }

    int width() {
        return (images.width() - 2) / stride;
    }

    /** Terms of a sum. */
    int depth() {
        return channels * TAPS;
    }

    /** A bound of the magnitude of a product. */
    double largest() {
        return (double) largestWeight * images.magnitude();
    }

    /** Where the codes of a channel, counted from {@link #first}, begin. */
    int plane(int image, int channel) {
        return (image * planes + first + channel) * images.height() * images.width();
    }
}
