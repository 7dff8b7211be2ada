package io.bitcycle.training.data;

import io.bitcycle.numeric.CounterRandom;
import io.bitcycle.numeric.RandomPurpose;
import io.bitcycle.numeric.RandomStream;
import io.bitcycle.training.data.RgbImage.Window;

/**
 * Which part of a picture a network sees, scaled to a square of {@code size} pixels: the standard preprocessing of ImageNet, as
 * in CPT's code (RICE-EIC/CPT, cpt_imagenet/modules/data.py) by torchvision's transforms.
 *
 * @param size 224 of ImageNet's networks
 */
record ImageViews(int size) {
    /** Resized so that the shorter side has 256 pixels for every 224 of the network's. */
    private static final int SHORTER_OF_224 = 256;

    private static final int USUAL = 224;
    /** Of a random crop: tries, least share of the area, width over height at most. */
    private static final int TRIES = 10;

    private static final double LEAST_AREA = 0.08;
    private static final double WIDEST = 4.0 / 3;
    /** Random numbers of a try: area, width over height, top, left. */
    private static final int DRAWS = 4;

    /** An element of the stream is a draw; an image has 64 of them. */
    private static final int DRAWS_OF_IMAGE = 64;

    /** In evaluation: the middle of the whole, resized. */
    RgbImage centre(RgbImage image) {
        int shorter = Math.max(size, (size * SHORTER_OF_224 + USUAL / 2) / USUAL);
        RgbImage resized = image.withShorterSide(shorter);
        int top = (int) Math.rint((resized.height() - size) / 2.0);
        int left = (int) Math.rint((resized.width() - size) / 2.0);
        return resized.resized(new Window(top, left, size, size), size, size);
    }

    /**
     * In training: a window of 8 % to all of the area, 3:4 to 4:3, at a random place; after ten that do not fit, the largest
     * in the middle (Szegedy et al., CVPR 2015).
     */
    RgbImage random(RgbImage image, CounterRandom random, long epoch, int sample) {
        return image.resized(window(image, random.stream(RandomPurpose.CROP, epoch, 0), sample), size, size);
    }

    /** Whether that view is mirrored left to right: every other. */
    static boolean mirrored(CounterRandom random, long epoch, int sample) {
        return random.stream(RandomPurpose.FLIP, epoch, 0).below(sample, 2) == 1;
    }

    static Window window(RgbImage image, RandomStream random, int sample) {
        double area = (double) image.width() * image.height();
        double widest = StrictMath.log(WIDEST);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            long draw = (long) sample * DRAWS_OF_IMAGE + attempt * DRAWS;
            double share = area * (LEAST_AREA + (1 - LEAST_AREA) * random.uniform(draw));
            double ratio = StrictMath.exp(widest * (2.0 * random.uniform(draw + 1) - 1));
            int width = (int) Math.rint(Math.sqrt(share * ratio));
            int height = (int) Math.rint(Math.sqrt(share / ratio));
            if (width > 0 && width <= image.width() && height > 0 && height <= image.height()) {
                return new Window(
                        random.below(draw + 2, image.height() - height + 1),
                        random.below(draw + 3, image.width() - width + 1),
                        height,
                        width);
            }
        }
        double ratio = (double) image.width() / image.height();
        int width = ratio > WIDEST ? (int) Math.rint(image.height() * WIDEST) : image.width();
        int height = ratio < 1 / WIDEST ? (int) Math.rint(image.width() * WIDEST) : image.height();
        return new Window((image.height() - height) / 2, (image.width() - width) / 2, height, width);
    }
}
