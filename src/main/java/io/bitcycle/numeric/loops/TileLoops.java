package io.bitcycle.numeric.loops;

/**
 * Loops of Winograd's minimal filtering F(2x2, 3x3) (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016,
 * section 4.1): a tile of 2 x 2 outputs is formed of 16 products per channel where the definition has 36. With d the 4 x 4 inputs of
 * a tile and g the 3 x 3 weights, the outputs are Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A; here G is doubled, so that all is integer, and the
 * outputs are a quarter of it. Products are at 16 <em>positions</em>, {@code 4 i + j} at row i and column j.
 *
 * <p>Implementations give the same bits, have no state and are safe on any number of threads.
 */
public interface TileLoops {
    int POSITIONS = 16;
    /** Largest magnitude of a float that becomes part of an output. */
    int LARGEST = 1 << 22;
    /** Tiles of a panel of floats. */
    int LANES = 16;
    /** Tiles of a panel of doubles. */
    int WIDE_LANES = 8;
    /** Output channels that are multiplied with a panel at once. */
    int COLUMNS = 4;
    /** Elements after its last one that a loop may overwrite. */
    int SLACK = LANES;

    /**
     * The columns of Bᵀ d B: of four codes d0 to d3, d0 - d2, d1 + d2, d2 - d1 and d1 - d3. Result j of tile x of row r is written to
     * {@code out[(2 j + r mod 2) * stride + r / 2 * tiles + x]}; rows are {@code pitch} codes apart, tiles overlap by two codes.
     */
    void rows(short[] codes, int at, int pitch, int rows, int tiles, float[] out, int stride);

    /**
     * The rows of it, of what {@link #rows} wrote; tile t is {@code t mod tiles} in tile row {@code t / tiles}. Position p of tile t is
     * written to {@code out[at + p * position + t / LANES * panel + t mod LANES]}.
     *
     * @param count tiles, a multiple of LANES; those after the last tile row give numbers that mean nothing
     */
    void columns(float[] rows, int stride, int tiles, int count, float[] out, int at, int position, int panel);

    /** {@code out[i] = in[i]} for i below {@code count}, a multiple of 4. */
    void widen(float[] in, int count, double[] out);

    /** The same as {@link #columns(float[], int, int, int, float[], int, int, int)} of doubles, in panels of {@link #WIDE_LANES}. */
    void columns(double[] rows, int stride, int tiles, int count, double[] out, int at, int position, int panel);

    /**
     * Products of panels with {@link #COLUMNS} columns: {@code out[outAt + n * outStep + j * LANES + i]} is the sum over k below
     * {@code depth} of {@code x[xAt + n * xStep + k * LANES + i] * w[wAt + k * COLUMNS + j]}, for panels n. All are integers, and
     * magnitudes of products add up to at most 2^24.
     */
    void multiply(
            float[] x,
            int xAt,
            int xStep,
            float[] w,
            int wAt,
            int depth,
            float[] out,
            int outAt,
            int outStep,
            int panels);

    /** The same in lanes of {@link #WIDE_LANES}; magnitudes add up to at most 2^53. */
    void multiply(
            double[] x,
            int xAt,
            int xStep,
            double[] w,
            int wAt,
            int depth,
            double[] out,
            int outAt,
            int outStep,
            int panels);

    /**
     * A quarter of Aᵀ m A for the tiles of a panel: output 2 u + v (row u, column v) of tile i is written to
     * {@code out[outAt + (2 u + v) * stride + i]}. Aᵀ m A is four times an integer; integers, and at most {@link #LARGEST} in
     * magnitude, are also all of m.
     *
     * @param m position p of tile i at {@code at + p * position + i}
     * @param scratch 8 x LANES elements at least, of any content
     */
    void outputs(float[] m, int at, int position, int[] out, int outAt, int stride, int[] scratch);

    /** The same for a panel of doubles, whose magnitudes add up to at most 2^53 over the positions of a tile. */
    void outputs(double[] m, int at, int position, double[] out, int outAt, int stride, double[] scratch);
}
