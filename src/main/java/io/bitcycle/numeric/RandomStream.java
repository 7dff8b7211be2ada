package io.bitcycle.numeric;

import java.util.Objects;

/**
 * The random numbers of one seed, purpose, iteration and layer: 32 bits for each element index from 0 to 2^63 - 1.
 * Immutable, and safe on any number of threads.
 *
 * <p>All methods read the same bits, so one stream serves one of them: the crop and the flip of an image have streams of
 * their own.
 *
 * @see CounterRandom#stream
 */
public final class RandomStream {
    /** A float has 24 bits of significand: k x 2^-24 is exact for k below 2^24. */
    private static final float UNIT = 0x1p-24f;

    private static final float HALF = 0.5f;
    private static final int UNUSED_BITS = 8;
    private static final long LOW_WORD = 0xFFFFFFFFL;

    private final int key0;
    private final int key1;
    private final int counter2;
    private final int counter3;

    RandomStream(long seed, int counter2, int counter3) {
        this.key0 = (int) seed;
        this.key1 = (int) (seed >>> 32);
        this.counter2 = counter2;
        this.counter3 = counter3;
    }

    /** 32 uniform bits. */
    public int bits(long index) {
        int[] block = new int[Philox.WORDS];
        block(checked(index) / Philox.WORDS, block);
        return block[(int) (index % Philox.WORDS)];
    }

    /** Uniform in [0, 1): a multiple of 2^-24. */
    public float uniform(long index) {
        return fraction(bits(index));
    }

    /** Uniform in [-0.5, 0.5): a multiple of 2^-24. */
    public float symmetric(long index) {
        return fraction(bits(index)) - HALF;
    }

    /**
     * Normal with mean 0 and variance 1, at most 6.7 in magnitude. Box and Muller, "A Note on the Generation of Random
     * Normal Deviates", Annals of Mathematical Statistics 29 (1958): the words of elements 2j and 2j + 1 are radius and
     * angle of a point in the plane, whose coordinates are the two results.
     */
    public double gaussian(long index) {
        int[] block = new int[Philox.WORDS];
        block(checked(index) / Philox.WORDS, block);
        int pair = (int) (index % Philox.WORDS) & ~1;
        // (k + 1) 2^-32 is in (0, 1]: the logarithm is finite.
        double radius = StrictMath.sqrt(-2 * StrictMath.log(((block[pair] & LOW_WORD) + 1) * 0x1p-32));
        double angle = 2 * StrictMath.PI * ((block[pair + 1] & LOW_WORD) * 0x1p-32);
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
            throw new IllegalArgumentException("no integer is in 0 to " + bound + " - 1");
        }
        return (int) ((bits(index) & LOW_WORD) * bound >>> 32);
    }

    /** The numbers 0 to {@code n} - 1 in random order (Fisher and Yates; step i draws element i). */
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
        fill(from, out, count, HALF);
    }

    /** One block of Philox for four elements; only the first and the last may be used in part. */
    private void fill(long from, float[] out, int count, float below) {
        Objects.checkFromIndexSize(0, count, out.length);
        int[] block = new int[Philox.WORDS];
        int skipped = (int) (checked(from) % Philox.WORDS);
        for (int at = -skipped; at < count; at += Philox.WORDS) {
            block((from + at) / Philox.WORDS, block);
            int end = Math.min(Philox.WORDS, count - at);
            for (int word = Math.max(0, -at); word < end; word++) {
                out[at + word] = fraction(block[word]) - below;
            }
        }
    }

    private void block(long index, int[] out) {
        Philox.block((int) index, (int) (index >>> 32), counter2, counter3, key0, key1, out);
    }

    private static float fraction(int bits) {
        return (bits >>> UNUSED_BITS) * UNIT;
    }

    private static long checked(long index) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("element index " + index + " is negative");
        }
        return index;
    }
}
