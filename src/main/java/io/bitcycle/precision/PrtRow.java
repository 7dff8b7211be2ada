package io.bitcycle.precision;

/**
 * One line of the precision range test's table.
 *
 * @param bits forward width
 * @param start metric that the gain is counted from (see {@link PrtMode})
 * @param end metric averaged over the last window at this width
 * @param gain improvement from start to end, positive is better
 * @param passed whether the gain exceeds the threshold
 */
public record PrtRow(int bits, double start, double end, double gain, boolean passed) {}
