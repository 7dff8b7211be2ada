package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.FOUR_LONGS;
import static io.bitcycle.numeric.loops.VectorClasses.INTEGERS;
import static io.bitcycle.numeric.loops.VectorClasses.all;
import static io.bitcycle.numeric.loops.VectorClasses.floats;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The cipher's rounds, and what is made of its words. Two pairs of vectors stay in registers from the first round to the last: a
 * round waits for its multiplications, so the pairs take turns.
 */
final class VectorCipher {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final int LENGTH = 4;
    private static final int STEP = VectorWidest.COUNT;
    private static final long[] FROM_ZERO = {0, 1, 2, 3, 4, 5, 6, 7};
    /** Two blocks' words, high before low, in the places of both halves: those of the left one are 0, 1, 4 and 5. */
    private static final VectorShuffle<Integer> LOW_BLOCKS = VectorShuffle.fromValues(INTS, 1, 0, 1, 0, 3, 2, 3, 2);

    private static final VectorShuffle<Integer> HIGH_BLOCKS = VectorShuffle.fromValues(INTS, 5, 4, 5, 4, 7, 6, 7, 6);
    private static final VectorMask<Integer> OF_RIGHT = VectorMask.fromLong(INTS, 0b1100_1100);
    private static final PlainLoops PLAIN = new PlainLoops();

    private VectorCipher() {}

    static void encrypt(long[] left, long[] right, int count, int rounds, Loops.RoundKeys keys) {
        LongVector leftFactors = VectorWidest.all(keys.leftFactor());
        LongVector rightFactors = VectorWidest.all(keys.rightFactor());
        int whole = count - count % (2 * STEP);
        for (int i = 0; i < whole; i += 2 * STEP) {
            LongVector l0 = VectorWidest.load(left, i);
            LongVector l1 = VectorWidest.load(left, i + STEP);
            LongVector r0 = VectorWidest.load(right, i);
            LongVector r1 = VectorWidest.load(right, i + STEP);
            long leftKey = keys.leftKey();
            long rightKey = keys.rightKey();
            for (int round = 0; round < rounds; round++) {
                LongVector t0 = half(r0, l0, leftFactors, leftKey);
                LongVector t1 = half(r1, l1, leftFactors, leftKey);
                r0 = half(l0, r0, rightFactors, rightKey);
                r1 = half(l1, r1, rightFactors, rightKey);
                l0 = t0;
                l1 = t1;
                leftKey += keys.leftStep();
                rightKey += keys.rightStep();
            }
            l0.intoArray(left, i);
            l1.intoArray(left, i + STEP);
            r0.intoArray(right, i);
            r1.intoArray(right, i + STEP);
        }
        PLAIN.encrypt(left, right, whole, count, rounds, keys);
    }

    private static LongVector half(LongVector multiplied, LongVector kept, LongVector factor, long key) {
        return multiplied
                .lanewise(VectorOperators.LSHR, Integer.SIZE)
                .mul(factor)
                .lanewise(VectorOperators.XOR, kept.lanewise(VectorOperators.LSHL, Integer.SIZE))
                .lanewise(VectorOperators.XOR, VectorWidest.all(key));
    }

    static void counters(long first, long high, int count, long[] left, long[] right) {
        LongVector highs = VectorWidest.all(high);
        LongVector fromZero = VectorWidest.load(FROM_ZERO, 0);
        int whole = count - count % STEP;
        for (int i = 0; i < whole; i += STEP) {
            LongVector numbers = VectorWidest.all(first + i).add(fromZero);
            numbers.lanewise(VectorOperators.LSHL, Integer.SIZE)
                    .lanewise(VectorOperators.OR, numbers.lanewise(VectorOperators.LSHR, Integer.SIZE))
                    .intoArray(left, i);
            highs.intoArray(right, i);
        }
        PLAIN.counters(first, high, whole, count, left, right);
    }

    static void fractions(long[] left, long[] right, int count, float centre, float[] out, int at) {
        int whole = count - count % LENGTH;
        for (int i = 0; i < whole; i += LENGTH) {
            IntVector l = words(left, i);
            IntVector r = words(right, i);
            fraction(l.rearrange(LOW_BLOCKS).blend(r.rearrange(LOW_BLOCKS), OF_RIGHT), centre)
                    .intoArray(out, at + 4 * i);
            fraction(l.rearrange(HIGH_BLOCKS).blend(r.rearrange(HIGH_BLOCKS), OF_RIGHT), centre)
                    .intoArray(out, at + 4 * i + 8);
        }
        PLAIN.fractions(left, right, whole, count, centre, out, at);
    }

    /** Four words as eight halves. */
    private static IntVector words(long[] words, int at) {
        LongVector whole = FOUR_LONGS.cast(LongVector.fromArray(LONGS, words, at));
        return INTEGERS.cast(whole.reinterpretAsInts());
    }

    private static FloatVector fraction(IntVector words, float centre) {
        return floats(words.lanewise(VectorOperators.LSHR, 8))
                .mul(all(0x1p-24f))
                .sub(all(centre));
    }
}
