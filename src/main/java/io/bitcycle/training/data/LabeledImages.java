package io.bitcycle.training.data;

import java.util.List;

/** Raw images of one shape, one unsigned byte per pixel and channel, with their labels. Immutable. */
public final class LabeledImages {
    private final ImageShape shape;
    private final List<byte[]> images;
    private final List<Integer> labels;

    /**
     * Takes over images and labels.
     *
     * @param images row-major [C, H, W] each; the arrays are owned by this object from now on
     * @param labels class numbers from 0, as many as images
     */
    public LabeledImages(ImageShape shape, List<byte[]> images, List<Integer> labels) {
        if (images.size() != labels.size()) {
            throw new IllegalArgumentException(images.size() + " images and " + labels.size() + " labels");
        }
        for (byte[] image : images) {
            if (image.length != shape.size()) {
                throw new IllegalArgumentException(image.length + " values are not an image of " + shape);
            }
        }
        this.shape = shape;
        this.images = List.copyOf(images);
        this.labels = List.copyOf(labels);
    }

    public ImageShape shape() {
        return shape;
    }

    /** Number of images. */
    public int size() {
        return labels.size();
    }

    /** Class number of an image. */
    public int label(int image) {
        return labels.get(image);
    }

    /** A raw value, 0 to 255. */
    public int pixel(int image, int channel, int row, int column) {
        return images.get(image)[(channel * shape.height() + row) * shape.width() + column] & 0xFF;
    }

    /** The live values of an image, row-major [C, H, W], as unsigned bytes. Not to be written. */
    byte[] pixels(int image) {
        return images.get(image);
    }

    /** The first {@code count} images, or all when there are fewer. */
    public LabeledImages first(int count) {
        int kept = Math.min(count, size());
        return new LabeledImages(shape, images.subList(0, kept), labels.subList(0, kept));
    }
}
