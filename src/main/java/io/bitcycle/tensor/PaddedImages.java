package io.bitcycle.tensor;

import io.bitcycle.numeric.loops.Loops;
import java.util.Arrays;

/**
 * Codes [N, C, H, W] copied into a frame of zeros, less a centre: padding stays a real 0 whatever the centre is.
 *
 * @param codes [N, C, height, width], row-major
 * @param top rows of zeros above each image
 * @param left columns of zeros left of each image
 * @param height rows with frame
 * @param width columns with frame
 * @param min lower bound of the codes
 * @param max upper bound
 */
public record PaddedImages(short[] codes, int top, int left, int height, int width, int min, int max) {
    /** Gives the copy away, which nobody uses any more; not the tensor's own codes, where they needed no frame. */
    public void giveTo(SpareArrays spares, CodeTensor images) {
        if (codes != images.patterns()) {
            spares.give(codes);
        }
    }

    /** A bound of the codes' magnitude. */
    public long magnitude() {
        return Math.max(Math.abs((long) min), Math.abs((long) max));
    }

    /** @param centre what is subtracted from every code, 0 for none */
    public static PaddedImages of(
            CodeTensor images, int centre, int top, int bottom, int left, int right, Parallel parallel) {
        return of(images, centre, top, bottom, left, right, parallel, new SpareArrays());
    }

    /** The same, in a spare array if there is one. */
    public static PaddedImages of(
            CodeTensor images,
            int centre,
            int top,
            int bottom,
            int left,
            int right,
            Parallel parallel,
            SpareArrays spares) {
        int inHeight = images.dim(2);
        int inWidth = images.dim(3);
        int height = inHeight + top + bottom;
        int width = inWidth + left + right;
        int min = images.format().min() - centre;
        int max = images.format().max() - centre;
        short[] source = images.patterns();
        if (height == inHeight && width == inWidth && centre == 0) {
            return new PaddedImages(source, 0, 0, height, width, min, max);
        }
        int planes = images.dim(0) * images.dim(1);
        short[] codes = spares.shorts(Shapes.size(planes, height, width));
        parallel.forEach(images.dim(0), image -> {
            for (int plane = image * images.dim(1); plane < (image + 1) * images.dim(1); plane++) {
                int at = plane * height * width;
                int first = at + top * width + left;
                Loops.best().spread(source, plane * inHeight * inWidth, inHeight, inWidth, centre, codes, first, width);
                Arrays.fill(codes, at, first, (short) 0);
                for (int y = 1; y < inHeight; y++) {
                    int next = first + y * width;
                    for (int x = next - left - right; x < next; x++) {
                        codes[x] = 0;
                    }
                }
                Arrays.fill(codes, at + (top + inHeight) * width - right, at + height * width, (short) 0);
            }
        });
        // Zeros of the frame are values too.
        return new PaddedImages(codes, top, left, height, width, Math.min(min, 0), Math.max(max, 0));
    }
}
