package io.bitcycle.mapping;

/**
 * What a tile covers of C[rows, cols] = A[rows, channels x taps] x B[channels x taps, cols], from where; taps are kernel
 * positions under channel blocking, else there is one, and channels are the whole depth.
 */
public record Region(
        int rowFrom, int rows, int colFrom, int cols, int channelFrom, int channels, int tapFrom, int taps) {
    /** Whether no other tile comes earlier along the depth. */
    public boolean startsDepth() {
        return channelFrom == 0 && tapFrom == 0;
    }
}
