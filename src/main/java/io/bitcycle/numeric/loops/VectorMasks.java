package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.INTEGERS;
import static io.bitcycle.numeric.loops.VectorClasses.bits;
import static io.bitcycle.numeric.loops.VectorClasses.load;
import static io.bitcycle.numeric.loops.VectorClasses.ofBits;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The rectifier and its mask: one vector holds the bits of 32 others, so that no bit changes its lane. */
final class VectorMasks {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final int LANES = 8;
    private static final int LAST = Integer.SIZE - 1;
    private static final PlainLoops PLAIN = new PlainLoops();

    private VectorMasks() {}

    static void rectify(float[] in, float[] out, int from, int to, int[] mask) {
        int at = from;
        for (; at <= to - Loops.MASKED; at += Loops.MASKED) {
            rectify(in, out, at, mask);
        }
        PLAIN.rectify(in, out, at, to, mask);
    }

    private static void rectify(float[] in, float[] out, int at, int[] mask) {
        for (int i = at; i < at + Loops.MASKED; i++) {
            out[i] = Math.max(in[i], 0f); // HotSpot vectorises it by itself
        }
        IntVector set = IntVector.zero(INTS);
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            IntVector x = bits(load(out, at + bit * LANES));
            // The sign of x | -x says whether x is other than 0.
            set = x.or(x.neg())
                    .lanewise(VectorOperators.LSHR, LAST)
                    .lanewise(VectorOperators.LSHL, bit)
                    .or(set);
        }
        INTEGERS.cast(set).intoArray(mask, at / Loops.MASKED * LANES);
    }

    static void select(float[] in, float[] out, int from, int to, int[] mask) {
        int at = from;
        for (; at <= to - Loops.MASKED; at += Loops.MASKED) {
            IntVector set = INTEGERS.cast(IntVector.fromArray(INTS, mask, at / Loops.MASKED * LANES));
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                int i = at + bit * LANES;
                IntVector all = set.lanewise(VectorOperators.LSHL, LAST - bit).lanewise(VectorOperators.ASHR, LAST);
                ofBits(all.and(bits(load(in, i)))).intoArray(out, i);
            }
        }
        PLAIN.select(in, out, at, to, mask);
    }
}
