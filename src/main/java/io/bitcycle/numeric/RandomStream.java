package io.bitcycle.numeric;

import io.bitcycle.numeric.loops.Loops;
import java.util.Objects;

/**
 * The random numbers of one seed, purpose, iteration and layer: 32 bits for each element index from 0 to 2^63 - 1, four
 * elements to a block of {@link Philox}. Immutable, and safe on any number of threads.
 *
 * <p>All methods read the same bits, so a stream serves one of them: the crop and the flip of an image have streams of
 * their own.
 *
 * @see CounterRandom#stream
 */
public final class RandomStream {
    /** A float has 24 bits of significand: k x 2^-24 is exact for k below 2^24. */
    private static final float UNIT = 0x1p-24f;

    private static final int UNUSED_BITS = 8;
    private static final long LOW_WORD = 0xFFFFFFFFL;
    private static final int WORDS = 4;
    /** Blocks of one bulk step: 4 KiB of counters stay in the first-level cache. */
    private static final int BULK = 256;

    /** One thread's room for a bulk step. */
    private static final class Words {
        static final ThreadLocal<Words> LOCAL = ThreadLocal.withInitial(Words::new);

        final long[] left = new long[BULK];
        final long[] right = new long[BULK];
    }

    private final int key0;
    private final int key1;
    private final long counterHigh;

    /**
     * @param counterHigh words 2 (high half) and 3 (low half) of the counter
     */
    RandomStream(long seed, long counterHigh) {
        this.key0 = (int) seed;
        this.key1 = (int) (seed >>> Integer.SIZE);
        this.counterHigh = counterHigh;
    }

    /** 32 uniform bits. */
    public int bits(long index) {
        long pair = pair(index);
        return (int) (index % 2 == 0 ? pair >>> Integer.SIZE : pair);
    }

    /** Uniform in [0, 1): a multiple of 2^-24. */
    public float uniform(long index) {
        return fraction(bits(index));
    }

    /** Uniform in [-0.5, 0.5): a multiple of 2^-24. */
    public float symmetric(long index) {
        return fraction(bits(index)) - 0.5f;
    }

    /**
     * Normal with mean 0 and variance 1, at most 6.7 in magnitude. Box and Muller, "A Note on the Generation of Random
     * Normal Deviates", Annals of Mathematical Statistics 29 (1958): the words of elements 2j and 2j + 1 are radius and
     * angle of a point in the plane, whose coordinates are the two results.
     */
    public double gaussian(long index) {
        long pair = pair(index);
        // (k + 1) 2^-32 is in (0, 1]: the logarithm is finite.
        double radius = StrictMath.sqrt(-2 * StrictMath.log(((pair >>> Integer.SIZE) + 1) * 0x1p-32));
        double angle = 2 * StrictMath.PI * ((pair & LOW_WORD) * 0x1p-32);
        return radius * (index % 2 == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
    }

    /**
     * An integer from 0 to {@code bound} - 1: the high word of bits x bound. The probability of each differs from 1 / bound
     * by less than 2^-32; rejecting the surplus would make the number of draws depend on their values.
     *
     * @throws IllegalArgumentException if {@code bound} is below 1
     */
    public int below(long index, int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("no integer is at least 0 and below " + bound);
        }
        return (int) ((bits(index) & LOW_WORD) * bound >>> Integer.SIZE);
    }

    /** The numbers 0 to {@code n} - 1 in random order (Fisher and Yates, inside out; element i places number i). */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = below(i, i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /**
     * Writes {@link #uniform} of the elements {@code from} to {@code from + count - 1} to the start of {@code out}.
     *
     * @throws IndexOutOfBoundsException if {@code out} is shorter than {@code count}
     */
    public void fillUniform(long from, float[] out, int count) {
        fill(from, out, count, 0f);
    }

    /**
     * Writes {@link #symmetric} of the elements {@code from} to {@code from + count - 1} to the start of {@code out}.
     *
     * @throws IndexOutOfBoundsException if {@code out} is shorter than {@code count}
     */
    public void fillSymmetric(long from, float[] out, int count) {
        fill(from, out, count, 0.5f);
    }

    /**
     * Writes {@link #bits} of the elements {@code from} to {@code from + count - 1} to the start of {@code out}.
     *
     * @throws IndexOutOfBoundsException if {@code out} is shorter than {@code count}
     */
    public void fillBits(long from, int[] out, int count) {
        Objects.checkFromIndexSize(0, count, out.length);
        checkIndex(from);
        long[] left = Words.LOCAL.get().left;
        long[] right = Words.LOCAL.get().right;
        int skip = (int) (from % WORDS);
        for (int at = -skip; at < count; at += BULK * WORDS) {
            int blocks = Math.min(BULK, (count - at + WORDS - 1) / WORDS);
            encrypt((from + at) / WORDS, left, right, blocks);
            for (int i = Math.max(0, -at); i < Math.min(blocks * WORDS, count - at); i++) {
                long pair = i % WORDS < 2 ? left[i / WORDS] : right[i / WORDS];
                out[at + i] = (int) (i % 2 == 0 ? pair >>> Integer.SIZE : pair);
            }
        }
    }

    /** Whole blocks in bulk, the elements of a block cut by either end one by one. */
    private void fill(long from, float[] out, int count, float centre) {
        Objects.checkFromIndexSize(0, count, out.length);
        checkIndex(from);
        int at = 0;
        for (; at < count && (from + at) % WORDS != 0; at++) {
            out[at] = uniform(from + at) - centre;
        }
        long[] left = Words.LOCAL.get().left;
        long[] right = Words.LOCAL.get().right;
        while (count - at >= WORDS) {
            int blocks = Math.min(BULK, (count - at) / WORDS);
            encrypt((from + at) / WORDS, left, right, blocks);
            Loops.best().fractions(left, right, blocks, centre, out, at);
            at += blocks * WORDS;
        }
        for (; at < count; at++) {
            out[at] = uniform(from + at) - centre;
        }
    }

    /** The half block that holds the element: words of the even index (high) and of the odd one (low). */
    private long pair(long index) {
        checkIndex(index);
        long[] left = new long[1];
        long[] right = new long[1];
        encrypt(index / WORDS, left, right, 1);
        return index % WORDS < 2 ? left[0] : right[0];
    }

    /** Fills in the counters of {@code count} blocks from {@code block} on and encrypts them. */
    private void encrypt(long block, long[] left, long[] right, int count) {
        // Word 0 is the low word of the block's number; the left half keeps word 0 high.
        Loops.best().counters(block, counterHigh, count, left, right);
        Philox.encrypt(left, right, count, key0, key1);
    }

    private static void checkIndex(long index) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("element index " + index + " is negative");
        }
    }

    private static float fraction(int bits) {
        return (bits >>> UNUSED_BITS) * UNIT;
    }
}
