package io.bitcycle.workload;

/**
 * Sums of codes as the array's edge formed them, see {@link EdgePlan}.
 *
 * @param a per row of A
 * @param b per window and column of B
 */
public record EdgeSums(long[] a, long[][] b) {}
