package io.bitcycle.numeric.loops;

/** Loops that add up. As in {@link Loops}, every implementation gives the bits of {@link PlainSumLoops}. */
public interface SumLoops {
    /** Adds {@code codes[at + i]} to {@code sums[i]}, for i below {@code count}; the sums stay within 2^31. */
    void add(short[] codes, int at, int count, int[] sums);

    /**
     * Sums of neighbours: {@code out[i]} is the sum over t below {@code terms} of {@code in[i + t * step]}, all integers within 2^53,
     * for every i where they exist in {@code in}. What is above in {@code out} may become anything.
     */
    void addNeighbours(double[] in, int terms, int step, double[] out);
}
