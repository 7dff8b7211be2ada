package io.bitcycle.workload;

/**
 * The activations of one sample: {@code tokens} images of channels, height and width. A picture is one of them; a text is
 * as many as it has tokens, each a 1x1 image whose channels are its features. Layers treat each token like a sample of the
 * batch, attention and recurrent layers apart.
 */
public record ActivationShape(int tokens, int channels, int height, int width) {
    /** Elements that a network may hold of a sample. */
    public static final long MOST = 1L << 40;

    /** One image; features after a pooling or linear layer are 1x1 images. */
    public ActivationShape(int channels, int height, int width) {
        this(1, channels, height, width);
    }

    /** A sequence of vectors. */
    public static ActivationShape sequence(int tokens, int features) {
        return new ActivationShape(tokens, features, 1, 1);
    }

    /** Whether its elements do not fit {@link #features} and {@link #MOST}. */
    public boolean isTooLarge() {
        return (double) channels * height * width > Integer.MAX_VALUE || estimatedElements() > MOST;
    }

    /** {@link #elements} to about 16 digits, where they may be more than a long holds. */
    public double estimatedElements() {
        return (double) tokens * channels * height * width;
    }

    /** Elements of one token. */
    public int features() {
        return channels * height * width;
    }

    /** Elements of one sample. */
    public long elements() {
        return (long) tokens * channels * height * width;
    }

    /** As many tokens of another image. */
    public ActivationShape withImage(int channels, int height, int width) {
        return new ActivationShape(tokens, channels, height, width);
    }

    @Override
    public String toString() {
        String image = channels + "x" + height + "x" + width;
        return tokens == 1 ? image : tokens + " tokens of " + (features() == channels ? channels : image);
    }
}
