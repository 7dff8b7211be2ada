package io.bitcycle.numeric;

/**
 * Random numbers that are a function of (seed, purpose, iteration, layer, element index) and of nothing else: not of the
 * order of calls, nor of the number of threads. Immutable.
 *
 * <p>The seed is the 64-bit key of Philox-4x32-10, low word first; everything else is in its 128-bit counter:
 *
 * <table>
 * <caption>The counter</caption>
 * <tr><th>word</th><th>holds</th></tr>
 * <tr><td>0, 1</td><td>element index / 4, low word first: a block has four words, one per element</td></tr>
 * <tr><td>2</td><td>iteration</td></tr>
 * <tr><td>3</td><td>purpose (high half), layer (low half)</td></tr>
 * </table>
 */
public final class CounterRandom {
    /** The largest iteration number. */
    public static final long MAX_ITERATION = (1L << 32) - 1;

    /** The largest layer number: layers share a word of the counter with the purpose. */
    public static final int MAX_LAYER = (1 << 16) - 1;

    private final long seed;

    private CounterRandom(long seed) {
        this.seed = seed;
    }

    /** The generator of one run; any seed is as good as another. */
    public static CounterRandom of(long seed) {
        return new CounterRandom(seed);
    }

    public long seed() {
        return seed;
    }

    /**
     * The numbers of one purpose, iteration and layer. Purposes without layers use layer 0.
     *
     * @throws IllegalArgumentException if iteration or layer do not fit the counter
     */
    public RandomStream stream(RandomPurpose purpose, long iteration, int layer) {
        if (iteration < 0 || iteration > MAX_ITERATION) {
            throw new IllegalArgumentException("iteration " + iteration + " is not in 0 to " + MAX_ITERATION);
        }
        if (layer < 0 || layer > MAX_LAYER) {
            throw new IllegalArgumentException("layer " + layer + " is not in 0 to " + MAX_LAYER);
        }
        return new RandomStream(seed, iteration << Integer.SIZE | (long) purpose.code() << 16 | layer);
    }
}
