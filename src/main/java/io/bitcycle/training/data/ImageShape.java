package io.bitcycle.training.data;

/**
 * The shape [C, H, W] of one image.
 *
 * @param channels at least 1
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 */
public record ImageShape(int channels, int height, int width) {
    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "an image cannot have the shape " + channels + " x " + height + " x " + width);
        }
    }

    /** Values of one image. */
    public int size() {
        return Math.multiplyExact(channels, Math.multiplyExact(height, width));
    }

    @Override
    public String toString() {
        return channels + " x " + height + " x " + width;
    }
}
