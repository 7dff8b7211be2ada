package io.bitcycle.numeric.loops;

/** Loops that add up. As in {@link Loops}, every implementation gives the bits of {@link PlainSumLoops}. */
public interface SumLoops {
    /**
     * Adds {@code codes[at + p * plane + i]} to {@code sums[i]}, for i below {@code count} and p below {@code planes}; the sums stay within
     * 2^31.
     */
    void add(short[] codes, int at, int plane, int planes, int count, int[] sums);

    /**
     * Adds {@code weights[p] * (codes[at + p * plane + i] - centre)} to {@code sums[i]}, for i below {@code count} and every p, all
     * integers within 2^53.
     */
    void addWeighted(short[] codes, int at, int plane, int count, int centre, double[] weights, double[] sums);

    /**
     * Sums of neighbours: {@code out[i]} is the sum over t below {@code terms} of {@code in[i + t * step]}, all integers within 2^53,
     * for every i where they exist in {@code in}. What is above in {@code out} may become anything.
     */
    void addNeighbours(double[] in, int terms, int step, double[] out);

    /**
     * The sum of the elements [from, to) in eight lanes: element from + i is added to lane i mod 8, which begins at 0, in ascending
     * order, then the lanes as the tree ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)). Every operation is rounded to binary32.
     */
    float lanes(float[] values, int from, int to);

    /** The same sum of the squares of value - centre. */
    float squares(float[] values, int from, int to, float centre);

    /** The same sum of x * (y - centre), written to {@code products[slot]}, and that of x, written to {@code sums[slot]}. */
    void products(float[] x, float[] y, int from, int to, float centre, float[] sums, float[] products, int slot);
}
