package io.bitcycle.numeric.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Four codes of different planes are the four parts of a lane of 64 bits, so shifts bring them together. */
final class VectorInterleaving {
    private static final VectorSpecies<Long> LONGS = VectorWidest.LONGS;
    private static final int COUNT = LONGS.length();
    /** As many codes as longs. */
    private static final VectorSpecies<Short> CODES = COUNT == 8 ? ShortVector.SPECIES_128 : ShortVector.SPECIES_64;

    private static final VectorSpecies<Short> FOUR_CODES = ShortVector.SPECIES_64;
    private static final VectorSpecies<Float> FOUR_FLOATS = FloatVector.SPECIES_128;
    private static final Class<? extends LongVector> LONGS_CLASS =
            LongVector.zero(LONGS).getClass();
    private static final Class<? extends ShortVector> PARTS_CLASS =
            LongVector.zero(LONGS).reinterpretAsShorts().getClass();
    private static final PlainLoops PLAIN = new PlainLoops();

    private VectorInterleaving() {}

    static void interleave(
            short[] codes, int at, int plane, int count, float[] out, int to, int step, short[] scratch) {
        int whole = (count + COUNT - 1) / COUNT * COUNT;
        if (at + 3 * plane + whole > codes.length) {
            PLAIN.interleave(codes, at, plane, count, out, to, step, scratch);
            return;
        }
        together(codes, at, plane, count, scratch);
        for (int i = 0; i < count; i++) {
            VectorClasses.FOUR
                    .cast(ShortVector.fromArray(FOUR_CODES, scratch, 4 * i)
                            .convertShape(VectorOperators.S2F, FOUR_FLOATS, 0))
                    .intoArray(out, to + i * step);
        }
    }

    private static void together(short[] codes, int at, int plane, int count, short[] out) {
        LongVector low = LONGS_CLASS.cast(LongVector.broadcast(LONGS, 0xFFFF));
        int at1 = at + plane;
        int at2 = at1 + plane;
        int at3 = at2 + plane;
        for (int i = 0; i < count; i += COUNT) {
            LongVector c0 = longs(codes, at + i).lanewise(VectorOperators.AND, low);
            LongVector c1 = longs(codes, at1 + i).lanewise(VectorOperators.AND, low);
            LongVector c2 = longs(codes, at2 + i).lanewise(VectorOperators.AND, low);
            LongVector c3 = longs(codes, at3 + i);
            LongVector all = c0.lanewise(VectorOperators.OR, c1.lanewise(VectorOperators.LSHL, 16))
                    .lanewise(VectorOperators.OR, c2.lanewise(VectorOperators.LSHL, 32))
                    .lanewise(VectorOperators.OR, c3.lanewise(VectorOperators.LSHL, 48));
            PARTS_CLASS.cast(LONGS_CLASS.cast(all).reinterpretAsShorts()).intoArray(out, 4 * i);
        }
    }

    private static LongVector longs(short[] codes, int at) {
        return LONGS_CLASS.cast(ShortVector.fromArray(CODES, codes, at).convertShape(VectorOperators.S2L, LONGS, 0));
    }
}
