package io.bitcycle.simulator.step;

/**
 * Scales of a product whose depth falls into equal segments.
 *
 * @param scales one per segment, 0 or more and below 2^31
 * @param segmentLength depth of a segment
 */
public record Rescaling(long[] scales, int segmentLength) {}
