package io.bitcycle.numeric.loops;

/**
 * Loops over primitive arrays that the JIT of JDK 17 does not turn into vector instructions by itself: those that convert
 * between number types, keep sums in registers, or look for an extreme. {@link PlainLoops} says what they compute; every
 * other implementation gives the same bits. Implementations have no state and are safe on any number of threads.
 */
public interface Loops {
    /**
     * The fastest implementation that this JVM can run. The system property {@code bitcycle.vector} set to {@code off} makes
     * it the plain one.
     */
    static Loops best() {
        return BestLoops.FOUND;
    }

    /** Whether products of panels are faster here than loops that the JIT vectorises by itself. */
    boolean fastProducts();

    /** The loops of products of panels, by the same means. */
    ProductLoops products();

    /** The same in panels of 16 lanes by 4 columns, of which matrices with few rows or columns leave less empty. */
    ProductLoops smallProducts();

    /** The loops of Winograd's filtering, by the same means. */
    TileLoops tiles();

    /** The loops that add up, by the same means. */
    SumLoops sums();

    /** Neighbours along the depth that {@link #addDots} multiplies at once. */
    int DOT_LANES = 8;
    /** Streams of the left operand that it takes. */
    int DOT_ROWS = 4;
    /** Streams of the right operand. */
    int DOT_COLUMNS = 2;
    /** Parts in which it leaves a sum. */
    int DOT_PARTS = 4;

    /**
     * Products of operands whose depth runs through neighbours. Adds to {@code sums[at + t * stride + u * DOT_PARTS + p]}, for
     * streams t and u and parts p, the sum over steps s and lanes i with i mod DOT_PARTS = p of {@code x[rows[row + t] +
     * offsets[s] + i] * y[yAt + u * yStride + s * DOT_LANES + i]}. All numbers are integers; the magnitudes of the products of
     * one lane add up to at most 2^24, and sums stay within 2^53.
     *
     * @param scratch DOT_ROWS x DOT_COLUMNS x DOT_LANES elements at least, of any content
     */
    void addDots(
            float[] x,
            int[] rows,
            int row,
            int[] offsets,
            int steps,
            float[] y,
            int yAt,
            int yStride,
            double[] sums,
            int at,
            int stride,
            float[] scratch);

    /** Neighbours that {@link #pack} copies at once. */
    int NEIGHBOURS = 8;

    /**
     * Packs lanes that are neighbours: {@code out[to + k * step + i]} is {@code codes[at + offsets[from + k] + i]} for i below
     * {@link #NEIGHBOURS}.
     */
    void pack(short[] codes, int at, int[] offsets, int from, int depth, float[] out, int to, int step);

    /** The same, as doubles. */
    void pack(short[] codes, int at, int[] offsets, int from, int depth, double[] out, int to, int step);

    /** {@code out[outAt + i] = codes[at + i]}. */
    void widen(short[] codes, int at, int count, float[] out, int outAt);

    /** The same, as doubles. */
    void widen(short[] codes, int at, int count, double[] out, int outAt);

    /** Planes that {@link #interleave} is made for. */
    int PLANES = 8;

    /**
     * Numbers that are planes apart become neighbours: {@code out[to + (y * pitch + x) * step + p] = codes[at + p * plane + y * width + x]}, for
     * y below {@code rows}, x below {@code width} and p below {@code planes}.
     *
     * @param planes up to {@link #PLANES}; fast are these, and 4 where {@code step} is 4
     * @param scratch 2 x (rows x width + 8) elements at least, of any content
     */
    void interleave(
            short[] codes,
            int at,
            int plane,
            int planes,
            int rows,
            int width,
            float[] out,
            int to,
            int step,
            int pitch,
            long[] scratch);

    /**
     * Rows of framed codes moved together until neighbours share a column of their frames: {@code out[to + y * (width + 1) + x] =
     * codes[at + y * pitch + x]} for y below {@code rows} and x below {@code width + 2}, which is 0 for the first and the last x.
     */
    void frame(short[] codes, int at, int pitch, int rows, int width, float[] out, int to);

    /** The same, as doubles. */
    void frame(short[] codes, int at, int pitch, int rows, int width, double[] out, int to);

    /** Every second number, and the others: {@code out[to + i] = codes[at + 2 i]} and {@code out[to + odd + i] = codes[at + 2 i + 1]}. */
    void split(short[] codes, int at, int count, float[] out, int to, int odd);

    /** The same, as doubles. */
    void split(short[] codes, int at, int count, double[] out, int to, int odd);

    /**
     * Rows moved apart, less a centre: {@code out[to + p * plane + y * pitch + x] = codes[at + (p * rows + y) * width + x] - centre}, for p
     * below {@code planes}, y below {@code rows} and x below {@code width}.
     */
    void spread(
            short[] codes,
            int at,
            int planes,
            int rows,
            int width,
            int centre,
            short[] out,
            int to,
            int plane,
            int pitch);

    /**
     * What is added to exact sums on their way to values: one per column of a row, of some kinds of rows.
     *
     * @param shift integers, added to the sums
     * @param rest added to the values
     * @param kinds where those of each row of an image begin
     */
    record Addends(double[] shift, float[] rest, int[] kinds) {}

    /**
     * Values of {@code rows} rows of {@code width} sums, with i from 0 in all, y counting rows and x from 0 in each: {@code out[outAt + i] =
     * (p * (float) (sums[s + y * pitch + x] + factor * edge[e + i] + shift[k + x]) + q * edgeValue[e + i]) + rest[k + x]}, k being {@code
     * kinds[row + y] + c}. The doubles are integers within 2^53, the rest is rounded to binary32 at each step.
     */
    void dequantize(
            double[] sums,
            int s,
            int pitch,
            double[] edge,
            float[] edgeValue,
            int e,
            double factor,
            Addends addends,
            int row,
            int c,
            float p,
            float q,
            float[] out,
            int outAt,
            int width,
            int rows);

    /** {@code out[outAt + i] = unit * (p * (float) (sums[s + i] + edge[e + i] + shift[k + x]) + rest[k + x])}, likewise. */
    void dequantizeRescaled(
            double[] sums,
            int s,
            int pitch,
            double[] edge,
            int e,
            Addends addends,
            int row,
            int c,
            float p,
            float unit,
            float[] out,
            int outAt,
            int width,
            int rows);

    /**
     * Codes of the elements [from, to): (x - offset) / scale + noise, clamped to [min, max], rounded half to even, each step
     * rounded to binary32.
     *
     * @param noise of element from + i at i; null for none
     * @param min at least -2^15
     * @param max below 2^16
     * @return whether all values were finite; the codes of others mean nothing
     */
    boolean quantize(
            float[] values,
            int from,
            int to,
            float scale,
            float offset,
            float min,
            float max,
            float[] noise,
            short[] codes);

    /** Elements whose bits share eight words of a mask. */
    int MASKED = 256;

    /**
     * A rectifier of the elements [from, to): {@code out[i] = max(in[i], 0)} with +0 for both zeros, NaN staying NaN. Both arrays may
     * be the same. Sets the bits of a mask that were 0, element i's being bit {@code i / 8 % 32} of word {@code i / 256 * 8 + i % 8},
     * where the output is other than +0.
     *
     * @param from a multiple of {@link #MASKED}
     */
    void rectify(float[] in, float[] out, int from, int to, int[] mask);

    /** {@code out[i]} = {@code in[i]} of the elements [from, to) where such a mask has a bit set, else +0; likewise. */
    void select(float[] in, float[] out, int from, int to, int[] mask);

    /** Least (at 0) and greatest (at 1) of the elements [from, to) as {@link Math#min} and {@link Math#max} order them. */
    void extent(float[] values, int from, int to, float[] minMax);

    /**
     * {@code out[i] = (float) StrictMath.exp(in[i] - shift)} for the elements [from, to), the difference rounded to binary32. Both
     * arrays may be the same.
     */
    void exp(float[] in, int from, int to, float shift, float[] out);

    /** {@code out[i] = (float) StrictMath.tanh(in[i])} for the elements [from, to). Both arrays may be the same. */
    void tanh(float[] in, int from, int to, float[] out);

    /**
     * Rounds of a Feistel-like cipher on the first {@code count} pairs: with l and r their halves, the new left half is
     * {@code leftFactor * (r >>> 32) ^ l << 32 ^ leftKey}, the new right half {@code rightFactor * (l >>> 32) ^ r << 32 ^
     * rightKey}, {@code rounds} times, the keys growing by their steps after each round.
     */
    void encrypt(long[] left, long[] right, int count, int rounds, RoundKeys keys);

    /**
     * What {@link #encrypt} begins with: the numbers from {@code first} on, their halves exchanged, in {@code left}, and {@code high} in {@code
     * right}.
     */
    void counters(long first, long high, int count, long[] left, long[] right);

    /**
     * Fractions of the words of the first {@code count} pairs: {@code out[at + 4 * i + j]} is {@code (word >>> 8) * 2^-24 - centre}
     * for the high and the low word of the left half, then those of the right one.
     */
    void fractions(long[] left, long[] right, int count, float centre, float[] out, int at);

    /** Constants of {@link #encrypt}. */
    record RoundKeys(long leftFactor, long leftKey, long leftStep, long rightFactor, long rightKey, long rightStep) {}
}
