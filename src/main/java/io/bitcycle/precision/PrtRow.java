package io.bitcycle.precision;

/**
 * One line of the precision range test's table.
 *
 * @param bits forward width
 * @param start metric that the gain is counted from (see {@link PrtMode})
 * @param end metric averaged over the last window at this width
 * @param gain improvement from start to end, positive is better
 * @param noise standard error of the gain, 0 where it is not known
 * @param passed whether the gain exceeds the threshold by as much noise as the test asks for
 */
public record PrtRow(int bits, double start, double end, double gain, double noise, boolean passed) {}
