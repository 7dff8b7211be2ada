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
        PaddedImages padded = blank(images, centre, top, bottom, left, right, spares);
        if (padded.codes != images.patterns()) {
            parallel.forEach(images.dim(0), image -> padded.copy(images, centre, image));
        }
        return padded;
    }

    /** The same before any image has been {@linkplain #copy copied}. */
    public static PaddedImages blank(
            CodeTensor images, int centre, int top, int bottom, int left, int right, SpareArrays spares) {
        int height = images.dim(2) + top + bottom;
        int width = images.dim(3) + left + right;
        int min = images.format().min() - centre;
        int max = images.format().max() - centre;
        if (height == images.dim(2) && width == images.dim(3) && centre == 0) {
            return new PaddedImages(images.patterns(), 0, 0, height, width, min, max);
        }
        short[] codes = spares.shorts(Shapes.size(images.dim(0) * images.dim(1), height, width));
        // Zeros of the frame are values too.
        return new PaddedImages(codes, top, left, height, width, Math.min(min, 0), Math.max(max, 0));
    }

    /** Copies one image into its frame; nothing where there is none. */
    public void copy(CodeTensor images, int centre, int image) {
        if (codes == images.patterns()) {
            return;
        }
        int channels = images.dim(1);
        int plane = height * width;
        int at = image * channels * plane;
        int from = image * channels * images.dim(2) * images.dim(3);
        Arrays.fill(codes, at, at + channels * plane, (short) 0);
        Loops.best()
                .spread(
                        images.patterns(),
                        from,
                        channels,
                        images.dim(2),
                        images.dim(3),
                        centre,
                        codes,
                        at + top * width + left,
                        plane,
                        width);
    }
}
