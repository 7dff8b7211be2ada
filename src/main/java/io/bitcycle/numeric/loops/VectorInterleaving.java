package io.bitcycle.numeric.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Four codes of different planes are the four parts of a lane of 64 bits, so shifts bring them together; two such are moved together. */
final class VectorInterleaving {
    private static final VectorSpecies<Long> LONGS = VectorWidest.LONGS;
    private static final int COUNT = LONGS.length();
    /** As many codes as longs. */
    private static final VectorSpecies<Short> CODES = COUNT == 8 ? ShortVector.SPECIES_128 : ShortVector.SPECIES_64;

    private static final VectorSpecies<Long> TWO_LONGS = LongVector.SPECIES_128;
    private static final VectorSpecies<Float> EIGHT_FLOATS = FloatVector.SPECIES_256;
    private static final Class<? extends LongVector> LONGS_CLASS =
            LongVector.zero(LONGS).getClass();
    private static final Class<? extends LongVector> TWO_LONGS_CLASS =
            LongVector.zero(TWO_LONGS).getClass();
    private static final PlainLoops PLAIN = new PlainLoops();

    private VectorInterleaving() {}

    static void interleave(
            short[] codes, int at, int plane, int planes, int count, float[] out, int to, int step, long[] scratch) {
        int whole = (count + COUNT - 1) / COUNT * COUNT;
        boolean isMadeFor = planes == Loops.PLANES || planes == 4 && step == 4;
        if (!isMadeFor || at + (planes - 1) * plane + whole > codes.length) {
            PLAIN.interleave(codes, at, plane, planes, count, out, to, step, scratch);
            return;
        }
        together(codes, at, plane, count, scratch, 0);
        if (planes < Loops.PLANES) { // and what follows one another is written so, by two
            for (int i = 0; i < count - 1; i += 2) {
                floats(scratch, i).intoArray(out, to + 4 * i);
            }
            for (int p = 0; p < planes && count % 2 != 0; p++) {
                out[to + 4 * (count - 1) + p] = codes[at + p * plane + count - 1];
            }
            return;
        }
        together(codes, at + 4 * plane, plane, count, scratch, whole);
        // All are moved before the first is read: a processor waits where it reads at once what it wrote in parts.
        int pairs = 2 * whole;
        for (int i = 0; i < count; i++) {
            scratch[pairs + 2 * i] = scratch[i];
            scratch[pairs + 2 * i + 1] = scratch[whole + i];
        }
        for (int i = 0; i < count; i++) {
            floats(scratch, pairs + 2 * i).intoArray(out, to + i * step);
        }
    }

    /** Eight codes, in two longs. */
    private static FloatVector floats(long[] scratch, int at) {
        ShortVector codes = VectorClasses.CODES.cast(TWO_LONGS_CLASS
                .cast(LongVector.fromArray(TWO_LONGS, scratch, at))
                .reinterpretAsShorts());
        return VectorClasses.NARROW.cast(codes.convertShape(VectorOperators.S2F, EIGHT_FLOATS, 0));
    }

    private static void together(short[] codes, int at, int plane, int count, long[] out, int to) {
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
            LONGS_CLASS.cast(all).intoArray(out, to + i);
        }
    }

    private static LongVector longs(short[] codes, int at) {
        return LONGS_CLASS.cast(ShortVector.fromArray(CODES, codes, at).convertShape(VectorOperators.S2L, LONGS, 0));
    }
}
