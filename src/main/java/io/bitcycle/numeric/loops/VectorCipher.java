package io.bitcycle.numeric.loops;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The cipher's rounds; a pair of vectors stays in registers from the first to the last. */
final class VectorCipher {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;

    private VectorCipher() {}

    static void encrypt(long[] left, long[] right, int count, int rounds, Loops.RoundKeys keys) {
        long leftFactor = keys.leftFactor();
        long rightFactor = keys.rightFactor();
        int whole = count - count % LONGS.length();
        for (int i = 0; i < whole; i += LONGS.length()) {
            LongVector l = LongVector.fromArray(LONGS, left, i);
            LongVector r = LongVector.fromArray(LONGS, right, i);
            long leftKey = keys.leftKey();
            long rightKey = keys.rightKey();
            for (int round = 0; round < rounds; round++) {
                LongVector newLeft = r.lanewise(VectorOperators.LSHR, Integer.SIZE)
                        .mul(leftFactor)
                        .lanewise(VectorOperators.XOR, l.lanewise(VectorOperators.LSHL, Integer.SIZE))
                        .lanewise(VectorOperators.XOR, leftKey);
                r = l.lanewise(VectorOperators.LSHR, Integer.SIZE)
                        .mul(rightFactor)
                        .lanewise(VectorOperators.XOR, r.lanewise(VectorOperators.LSHL, Integer.SIZE))
                        .lanewise(VectorOperators.XOR, rightKey);
                l = newLeft;
                leftKey += keys.leftStep();
                rightKey += keys.rightStep();
            }
            l.intoArray(left, i);
            r.intoArray(right, i);
        }
        encryptRest(left, right, whole, count, rounds, keys);
    }

    private static void encryptRest(long[] left, long[] right, int from, int count, int rounds, Loops.RoundKeys keys) {
        for (int i = from; i < count; i++) {
            long leftKey = keys.leftKey();
            long rightKey = keys.rightKey();
            for (int round = 0; round < rounds; round++) {
                long l = left[i];
                left[i] = keys.leftFactor() * (right[i] >>> Integer.SIZE) ^ l << Integer.SIZE ^ leftKey;
                right[i] = keys.rightFactor() * (l >>> Integer.SIZE) ^ right[i] << Integer.SIZE ^ rightKey;
                leftKey += keys.leftStep();
                rightKey += keys.rightStep();
            }
        }
    }
}
