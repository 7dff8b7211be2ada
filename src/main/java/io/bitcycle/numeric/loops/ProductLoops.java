package io.bitcycle.numeric.loops;

/**
 * Products of matrices of integers, a panel at a time: {@link #lanes} neighbours of floats, half as many of doubles, by {@link #columns}
 * columns, whose sums stay in registers. Implementations give the same bits, have no state and are safe on any number of threads.
 */
public interface ProductLoops {
    /** Lanes of a panel of floats, a multiple of 16. */
    int lanes();

    /** Columns that are multiplied with a panel at once. */
    int columns();

    /**
     * Writes to {@code out[at + j * lanes + i]}, for all lanes i and columns j, the sum over k below {@code depth} of
     * {@code x[xAt + offsets[from + k] + i] * w[wAt + k * columns + j]}. All numbers are integers; the magnitudes of the products of
     * one lane and column add up to at most 2^24, so binary32 is exact.
     */
    void multiply(float[] x, int xAt, int[] offsets, int from, int depth, float[] w, int wAt, float[] out, int at);

    /**
     * The same of half the lanes, with {@code lanes / 2} in place of {@code lanes}, for integers whose products add up to at most 2^53.
     */
    void multiply(double[] x, int xAt, int[] offsets, int from, int depth, double[] w, int wAt, double[] out, int at);

    /** Sets {@code sums[at + j * stride + i]}, for all lanes i and columns j, to {@code products[from + j * lanes + i]}. */
    void set(float[] products, int from, double[] sums, int at, int stride);

    /** Adds the same to it. */
    void add(float[] products, int from, double[] sums, int at, int stride);

    /** The same as {@link #set(float[], int, double[], int, int)} of half the lanes. */
    void set(double[] products, int from, double[] sums, int at, int stride);

    /** The same as {@link #add(float[], int, double[], int, int)} of half the lanes. */
    void add(double[] products, int from, double[] sums, int at, int stride);
}
