package io.bitcycle.numeric.loops;

/**
 * Transforms of Winograd's minimal filtering F(2x2, 3x3) (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016,
 * section 4.1): a tile of 2 x 2 outputs is formed of 16 products per channel where the definition has 36. With d the 4 x 4 inputs of
 * a tile and g the 3 x 3 weights, the outputs are Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A; here G is doubled, so that all is integer, and the
 * outputs are a quarter of it. Products are at 16 <em>positions</em>, {@code 4 i + j} at row i and column j.
 *
 * <p>Implementations give the same bits, have no state and are safe on any number of threads.
 */
public interface TileLoops {
    int POSITIONS = 16;
    /** Tiles that are transformed back at once. */
    int TILES = 8;
    /** Elements after its last one that a loop may overwrite. */
    int SLACK = 16;

    /**
     * The columns of Bᵀ d B: of four codes d0 to d3, d0 - d2, d1 + d2, d2 - d1 and d1 - d3. Result j of tile x of row r is written to
     * {@code out[(2 j + r mod 2) * stride + r / 2 * tiles + x]}; rows are {@code pitch} codes apart, tiles overlap by two codes.
     */
    void rows(short[] codes, int at, int pitch, int rows, int tiles, float[] out, int stride);

    /**
     * The rows of it, of what {@link #rows} wrote; tile t is {@code t mod tiles} in tile row {@code t / tiles}. Position p of
     * tile t is lane {@code first + t} of {@code lanes} in a panel, written to {@code out[at + p * position + lane / lanes * panel + lane
     * mod lanes]}.
     *
     * @param count tiles, a multiple of TILES, as is {@code first}; those after the last tile row give numbers that mean nothing
     */
    void columns(
            float[] rows,
            int stride,
            int tiles,
            int count,
            double[] out,
            int at,
            int position,
            int first,
            int lanes,
            int panel);

    /** The same as floats. */
    void columns(
            float[] rows,
            int stride,
            int tiles,
            int count,
            float[] out,
            int at,
            int position,
            int first,
            int lanes,
            int panel);

    /**
     * A quarter of Aᵀ m A for {@link #TILES} tiles: output 2 u + v (row u, column v) of tile i is written to {@code out[upper + u * below + 2
     * i + v]} for i below 4, to {@code out[further + u * below + 2 (i - 4) + v]} for others. Aᵀ m A is four times an integer; integers are
     * also all of m, and the magnitudes of a tile's add up to at most 2^53.
     *
     * @param m position p of tile i at {@code at + p * position + i}
     * @param scratch 8 x TILES elements at least, of any content
     */
    void outputs(double[] m, int at, int position, double[] out, int upper, int further, int below, double[] scratch);

    /** The same of floats. */
    void outputs(float[] m, int at, int position, double[] out, int upper, int further, int below, double[] scratch);
}
