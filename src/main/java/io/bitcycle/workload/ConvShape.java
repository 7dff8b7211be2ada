package io.bitcycle.workload;

/**
 * Geometry of a convolution: input [batch, inChannels, height, width], weights [outChannels, inChannels / groups,
 * kernelHeight, kernelWidth], zero padding on all sides. A linear layer is a 1x1 convolution of a 1x1 image.
 *
 * @param flattened whether the array takes the depth, channels x taps, as one even where it blocks by channels; changes no value
 */
public record ConvShape(
        int batch,
        int inChannels,
        int height,
        int width,
        int outChannels,
        int kernelHeight,
        int kernelWidth,
        int stride,
        int padding,
        int groups,
        boolean flattened) {
    /** With its depth as the array blocks it. */
    public ConvShape(
            int batch,
            int inChannels,
            int height,
            int width,
            int outChannels,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padding,
            int groups) {
        this(batch, inChannels, height, width, outChannels, kernelHeight, kernelWidth, stride, padding, groups, false);
    }

    public ConvShape {
        if (Math.min(Math.min(Math.min(batch, inChannels), Math.min(height, width)), Math.min(outChannels, stride)) < 1
                || Math.min(kernelHeight, kernelWidth) < 1
                || groups < 1) {
            throw new IllegalArgumentException("every dimension, the stride and the groups must be at least 1");
        }
        if (padding < 0) {
            throw new IllegalArgumentException("padding must be at least 0, not " + padding);
        }
        if (inChannels % groups != 0 || outChannels % groups != 0) {
            throw new IllegalArgumentException("groups " + groups + " must divide the " + inChannels + " input and "
                    + outChannels + " output channels");
        }
        if (kernelHeight > height + 2 * padding || kernelWidth > width + 2 * padding) {
            throw new IllegalArgumentException("a kernel of " + kernelHeight + "x" + kernelWidth
                    + " is larger than the padded input of " + (height + 2 * padding) + "x" + (width + 2 * padding));
        }
    }

    /** A fully connected layer. */
    public static ConvShape linear(int batch, int in, int out) {
        return new ConvShape(batch, in, 1, 1, out, 1, 1, 1, 0, 1);
    }

    public int outHeight() {
        return (height + 2 * padding - kernelHeight) / stride + 1;
    }

    public int outWidth() {
        return (width + 2 * padding - kernelWidth) / stride + 1;
    }

    public int groupInChannels() {
        return inChannels / groups;
    }

    public int groupOutChannels() {
        return outChannels / groups;
    }

    /** Nominal multiply-accumulates of the forward pass, padding taps included. */
    public long macs() {
        return (long) batch * outHeight() * outWidth() * outChannels * groupInChannels() * kernelHeight * kernelWidth;
    }
}
