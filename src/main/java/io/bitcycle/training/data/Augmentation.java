package io.bitcycle.training.data;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;

/**
 * Random views of training images: a border of raw zeros is added on all sides, a window of the image's size is cropped from
 * the result at a uniformly drawn place, and mirrored left to right with probability 1/2. Zeros are added to raw pixels,
 * before normalisation, as torchvision's RandomCrop does on images.
 *
 * @param padding width of the border in pixels; 0 for no cropping
 * @param flip whether images are mirrored
 */
public record Augmentation(int padding, boolean flip) {
    /** Images as they are. */
    public static final Augmentation NONE = new Augmentation(0, false);

    /** Pad 4, random crop, random flip (RICE-EIC/CPT, cpt_cifar/modules/data.py). */
    public static final Augmentation CPT_CIFAR = new Augmentation(4, true);

    public Augmentation {
        if (padding < 0) {
            throw new IllegalArgumentException("the padding is " + padding + ", allowed are 0 and more");
        }
    }

    /**
     * What is seen of one image.
     *
     * @param top first row of the window in the padded image, 0 to 2 x padding
     * @param left first column
     * @param mirrored whether the window is mirrored after cropping
     */
    public record View(int top, int left, boolean mirrored) {}

    /** The view of a training sample in an epoch. */
    public View view(CounterRandom random, long epoch, int sample) {
        int places = 2 * padding + 1;
        var crop = random.stream(RandomPurpose.CROP, epoch, 0);
        boolean mirrored = flip && random.stream(RandomPurpose.FLIP, epoch, 0).below(sample, 2) == 1;
        return new View(crop.below(2L * sample, places), crop.below(2L * sample + 1, places), mirrored);
    }

    /**
     * Writes the network's input for a view of an image.
     *
     * @param pixels raw image, row-major [C, H, W]
     * @param table {@link Normalization#table()}
     * @param out receives the values from index {@code at}, row-major [C, H, W]
     */
    void render(byte[] pixels, ImageShape shape, View view, float[][] table, float[] out, int at) {
        int height = shape.height();
        int width = shape.width();
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int row = 0; row < height; row++) {
                int y = row + view.top() - padding;
                for (int column = 0; column < width; column++) {
                    int x = (view.mirrored() ? width - 1 - column : column) + view.left() - padding;
                    boolean inside = y >= 0 && y < height && x >= 0 && x < width;
                    int pixel = inside ? pixels[(channel * height + y) * width + x] & 0xFF : 0;
                    out[at++] = table[channel][pixel];
                }
            }
        }
    }
}
