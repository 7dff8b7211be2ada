package io.bitcycle.hardware.array;

/** What is divided by rows x products per step: the whole depth, or the channels of each kernel position. */
public enum DepthBlocking {
    FLATTENED,
    CHANNEL
}
