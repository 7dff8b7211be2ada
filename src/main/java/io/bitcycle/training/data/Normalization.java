package io.bitcycle.training.data;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * From raw pixels to network inputs: (pixel / divisor - mean) / deviation, each operation rounded to binary32, as
 * torchvision's ToTensor and Normalize do.
 *
 * @param divisor largest raw value
 * @param means one per channel, in units of pixel / divisor
 * @param deviations one per channel, above 0
 */
public record Normalization(int divisor, List<Float> means, List<Float> deviations) {
    /** Raw values of a byte. */
    static final int LEVELS = 256;

    /** Published means and deviations have four decimals. */
    private static final double DECIMALS = 1e4;

    public Normalization {
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
        if (divisor < 1
                || means.size() != deviations.size()
                || deviations.stream().anyMatch(d -> !(d > 0))) {
            throw new IllegalArgumentException(
                    "cannot normalise with divisor " + divisor + ", means " + means + ", deviations " + deviations);
        }
    }

    /** Division only: raw values 0 to {@code divisor} become 0 to 1. */
    public static Normalization divide(int divisor, int channels) {
        return new Normalization(divisor, Collections.nCopies(channels, 0f), Collections.nCopies(channels, 1f));
    }

    /**
     * Zero mean and unit deviation over the set, channel by channel, the constants rounded to four decimals. For MNIST that
     * gives the commonly published 0.1307 and 0.3081 (PyTorch's MNIST example), for Fashion-MNIST 0.2860 and 0.3530.
     *
     * @return empty when all pixels of a channel are alike: there is no deviation to divide by
     */
    public static Optional<Normalization> measured(LabeledImages images, int divisor) {
        ImageShape shape = images.shape();
        int perChannel = shape.height() * shape.width();
        Float[] means = new Float[shape.channels()];
        Float[] deviations = new Float[shape.channels()];
        for (int channel = 0; channel < shape.channels(); channel++) {
            long sum = 0;
            long squares = 0; // below 2^16 each: exact for 2^47 pixels
            for (int image = 0; image < images.size(); image++) {
                byte[] pixels = images.pixels(image);
                for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
                    int pixel = pixels[i] & 0xFF;
                    sum += pixel;
                    squares += pixel * pixel;
                }
            }
            double count = (double) images.size() * perChannel;
            double mean = sum / count;
            double variance = squares / count - mean * mean;
            means[channel] = rounded(mean / divisor);
            deviations[channel] = rounded(Math.sqrt(Math.max(variance, 0)) / divisor);
            if (deviations[channel] == 0) {
                return Optional.empty();
            }
        }
        return Optional.of(new Normalization(divisor, List.of(means), List.of(deviations)));
    }

    private static float rounded(double value) {
        return (float) (Math.rint(value * DECIMALS) / DECIMALS);
    }

    /** The network's input for a raw value. */
    public float value(int channel, int pixel) {
        return ((float) pixel / divisor - means.get(channel)) / deviations.get(channel);
    }

    /** {@link #value} of every channel and raw value. */
    float[][] table() {
        float[][] table = new float[means.size()][LEVELS];
        for (int channel = 0; channel < table.length; channel++) {
            for (int pixel = 0; pixel < LEVELS; pixel++) {
                table[channel][pixel] = value(channel, pixel);
            }
        }
        return table;
    }
}
