package io.bitcycle.training.fixed;

import java.util.Arrays;

/** [N, C, H, W] or [N, C] as N · C planes of {@code size} neighbouring elements: plane p is channel p mod C of image p / C. */
record ChannelIndex(int batch, int channels, int height, int width) {
    /** @throws IllegalArgumentException for another rank or number of channels, naming the layer */
    static ChannelIndex of(FixedTensor tensor, int channels, String layer) {
        ChannelIndex index = of(tensor, layer);
        if (index.channels != channels) {
            throw new IllegalArgumentException(
                    layer + ": the input has " + index.channels + " channels, not " + channels);
        }
        return index;
    }

    /** @throws IllegalArgumentException for another rank, naming the layer */
    static ChannelIndex of(FixedTensor tensor, String layer) {
        return switch (tensor.rank()) {
            case 2 -> new ChannelIndex(tensor.dim(0), tensor.dim(1), 1, 1);
            case 4 -> new ChannelIndex(tensor.dim(0), tensor.dim(1), tensor.dim(2), tensor.dim(3));
            default ->
                throw new IllegalArgumentException(layer + ": the input is " + Arrays.toString(tensor.shape())
                        + ", allowed are [N, C, H, W] and [N, C]");
        };
    }

    int planes() {
        return batch * channels;
    }

    /** Elements of a plane. */
    int size() {
        return height * width;
    }

    /** Elements of a channel. */
    int perChannel() {
        return batch * size();
    }
}
