package io.bitcycle.numeric;

import io.bitcycle.numeric.loops.Loops;

/**
 * The counter-based generator Philox-4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as
 * 1, 2, 3", SC 2011, doi:10.1145/2063384.2063405: a bijection of 128-bit counters, chosen by a 64-bit key, that passes
 * BigCrush. It has no state: the same counter and key give the same four words at any time, on any thread.
 *
 * <p>A block of four 32-bit words is kept as two {@code long}: words 0 and 1 in the high and low half of {@code left},
 * words 2 and 3 in those of {@code right}. In this form a round is one multiplication and three cheap steps per half.
 */
final class Philox {
    private static final int ROUNDS = 10;
    /** The multipliers that the authors' search found to mix best. */
    private static final long MULTIPLIER_0 = 0xD2511F53L;

    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    /** Round keys are two Weyl sequences, by the golden ratio and by sqrt(3) - 1; a word's place is the high half. */
    private static final long WEYL_0 = 0x9E3779B9L << Integer.SIZE;

    private static final long WEYL_1 = 0xBB67AE85L << Integer.SIZE;

    private Philox() {}

    /** Encrypts the first {@code count} counters in {@code left} and {@code right}, in place, under the key (key0, key1). */
    static void encrypt(long[] left, long[] right, int count, int key0, int key1) {
        Loops.best()
                .encrypt(
                        left,
                        right,
                        count,
                        ROUNDS,
                        new Loops.RoundKeys(
                                MULTIPLIER_1,
                                (long) key0 << Integer.SIZE,
                                WEYL_0,
                                MULTIPLIER_0,
                                (long) key1 << Integer.SIZE,
                                WEYL_1));
    }
}
