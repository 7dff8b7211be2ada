package io.bitcycle.numeric.loops;

/**
 * Loops of Winograd's minimal filtering F(3x3, 2x2): sums of the products of images with errors at 3 x 3 offsets, the gradients of
 * 3 x 3 weights, formed of 16 products per tile of 2 x 2 errors where the definition has 36. With d the 4 x 4 inputs of a tile and e its
 * 2 x 2 errors, they are the sum over tiles of Aᵀ [(Bᵀ d B) ⊙ (G e Gᵀ)] A. B is that of {@link TileLoops}; G has the rows (1, 0), (1, 1),
 * (1, -1) and (0, 1), so that all is integer and the halves that two of them should have are left to A.
 *
 * <p>Products are at 16 positions, row i and column j. Loops here do one row at a time: the i-th row of Bᵀ d or G e is a row of codes plus
 * another one times a factor.
 *
 * <p>Implementations give the same bits, have no state and are safe on any number of threads.
 */
public interface GradientLoops {
    /** Positions in a row. */
    int POSITIONS = 4;
    /** Neighbouring tiles that {@link #addDots} multiplies at once. */
    int LANES = 8;
    /** Streams of inputs that it takes. */
    int INPUTS = 4;
    /** Streams of errors. */
    int ERRORS = 2;
    /** Parts in which it leaves a sum. */
    int PARTS = 4;
    /** Tiles that a stream holds. */
    int TILES = 512;
    /**
     * Elements from a stream to the next. Loops overwrite some after a stream's last one; and streams a power of two apart would collide
     * in the first-level cache.
     */
    int STREAM = TILES + 2 * LANES;

    /**
     * Two rows of codes for every row of tiles, {@code codes[at + upper + x] + factor * codes[at + lower + x]}.
     *
     * @param factor -1, 0 or 1
     * @param pitch codes from a row of an image to the next; rows of tiles are two apart
     * @param count rows of tiles
     * @param tiles in a row
     */
    record Rows(short[] codes, int upper, int lower, int factor, int pitch, int count, int tiles) {}

    /**
     * A row of Bᵀ d B: with v0 to v3 four numbers of a row, tiles overlapping by two, writes v0 - v2, v1 + v2, v2 - v1 and v1 - v3 for
     * position j of tile t to {@code out[to + j * position + t]}. All numbers fit 16 bits before, and there are {@code 2 * tiles + 2}
     * of them in a row.
     */
    void inputs(Rows rows, int at, float[] out, int to, int position);

    /** A row of G e Gᵀ, likewise: v0, v0 + v1, v0 - v1 and v1 of two numbers; there are {@code 2 * tiles} in a row. */
    void errors(Rows rows, int at, float[] out, int to, int position);

    /**
     * Adds to {@code sums[at + (t * ERRORS + u) * PARTS + p]}, for streams t below {@link #INPUTS} and u below {@link #ERRORS}, and parts p,
     * the sum over all i below {@code steps * LANES} with i mod PARTS = p of {@code x[xAt + t * STREAM + i] * e[eAt + u * STREAM + i]}.
     * All are integers; the magnitudes of products of equal i mod LANES add up to at most 2^24, and sums stay within 2^53.
     */
    void addDots(float[] x, int xAt, float[] e, int eAt, int steps, double[] sums, int at, float[] scratch);
}
