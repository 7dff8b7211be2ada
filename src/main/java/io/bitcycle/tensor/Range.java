package io.bitcycle.tensor;

/**
 * What a quantizer measured of a tensor (or of one channel of it).
 *
 * @param range max - min, in binary32
 * @param offset min
 */
public record Range(float range, float offset) {}
