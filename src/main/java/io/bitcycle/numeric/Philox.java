package io.bitcycle.numeric;

/**
 * The counter-based generator Philox-4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as
 * 1, 2, 3", SC 2011, doi:10.1145/2063384.2063405: a bijection of 128-bit counters, chosen by a 64-bit key, that passes
 * BigCrush. It has no state: the same counter and key give the same four words at any time, on any thread.
 */
final class Philox {
    /** Words of one block. */
    static final int WORDS = 4;

    private static final int ROUNDS = 10;
    /** The multipliers of section 4.3, found by the authors' search for the best avalanche. */
    private static final long MULTIPLIER_0 = 0xD2511F53L;

    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    /** The round keys are a Weyl sequence: 2^32 / golden ratio and 2^32 (sqrt(3) - 1). */
    private static final int WEYL_0 = 0x9E3779B9;

    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW_WORD = 0xFFFFFFFFL;

    private Philox() {}

    /** Encrypts the counter (c0, c1, c2, c3) under the key (k0, k1) into {@code out[0..3]}. */
    static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] out) {
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW_WORD);
            long product1 = MULTIPLIER_1 * (c2 & LOW_WORD);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[0] = c0;
        out[1] = c1;
        out[2] = c2;
        out[3] = c3;
    }
}
