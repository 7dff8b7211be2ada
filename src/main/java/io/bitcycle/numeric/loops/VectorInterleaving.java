package io.bitcycle.numeric.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Four codes of different planes are the four parts of a lane of 64 bits, so shifts bring them together; two such become neighbours. */
final class VectorInterleaving {
    private static final VectorSpecies<Long> LONGS = VectorWidest.LONGS;
    private static final int COUNT = LONGS.length();
    /** As many codes as longs. */
    private static final VectorSpecies<Short> CODES = COUNT == 8 ? ShortVector.SPECIES_128 : ShortVector.SPECIES_64;

    private static final boolean SIXTEEN = COUNT == 8;
    /** Each lane of a half twice, and which of the two becomes another vector's. */
    private static final VectorShuffle<Long> FIRST_HALF = VectorShuffle.fromOp(LONGS, i -> i / 2);

    private static final VectorShuffle<Long> SECOND_HALF = VectorShuffle.fromOp(LONGS, i -> COUNT / 2 + i / 2);
    private static final VectorMask<Long> ODD = VectorMask.fromLong(LONGS, 0b1010_1010);

    private static final VectorSpecies<Long> FOUR_LONGS = LongVector.SPECIES_256;
    private static final Class<? extends ShortVector> SIXTEEN_CODES_CLASS =
            ShortVector.zero(ShortVector.SPECIES_256).getClass();
    private static final VectorSpecies<Long> TWO_LONGS = LongVector.SPECIES_128;
    private static final VectorSpecies<Float> EIGHT_FLOATS = FloatVector.SPECIES_256;
    private static final Class<? extends LongVector> LONGS_CLASS =
            LongVector.zero(LONGS).getClass();
    private static final Class<? extends LongVector> TWO_LONGS_CLASS =
            LongVector.zero(TWO_LONGS).getClass();

    private VectorInterleaving() {}

    /** Whether there are vectors for so many planes, none of which reads beyond the codes. */
    static boolean suits(short[] codes, int at, int plane, int planes, int count, int step) {
        boolean isMadeFor = planes == Loops.PLANES || planes == 4 && step == 4;
        return isMadeFor && at + (planes - 1) * plane + (count + COUNT - 1) / COUNT * COUNT <= codes.length;
    }

    /** Rows of pixels as {@link #byFour} leaves them, two at once. */
    static void rowsOfFours(long[] pixels, int rows, int width, float[] out, int at, int pitch) {
        for (int y = 0; y < rows; y++) {
            int from = y * width;
            int to = at + 4 * y * pitch;
            int x = 0;
            for (; x < width - 1; x += 2) {
                floats(pixels, from + x).intoArray(out, to + 4 * x);
            }
            for (int p = 0; x < width && p < 4; p++) {
                out[to + 4 * x + p] = (short) (pixels[from + x] >> Short.SIZE * p);
            }
        }
    }

    /** Rows of pixels as {@link #byEight} leaves them, two at once where they stay side by side. */
    static void rowsOfEights(long[] pixels, int rows, int width, float[] out, int at, int step, int pitch) {
        for (int y = 0; y < rows; y++) {
            int from = 2 * y * width;
            int to = at + step * y * pitch;
            int x = 0;
            for (; SIXTEEN && step == Loops.PLANES && x < width - 1; x += 2) {
                sixteen(pixels, from + 2 * x).intoArray(out, to + x * step);
            }
            for (; x < width; x++) {
                floats(pixels, from + 2 * x).intoArray(out, to + x * step);
            }
        }
    }

    /** Sixteen codes, in four longs. */
    private static FloatVector sixteen(long[] scratch, int at) {
        ShortVector codes = SIXTEEN_CODES_CLASS.cast(VectorClasses.FOUR_LONGS
                .cast(LongVector.fromArray(FOUR_LONGS, scratch, at))
                .reinterpretAsShorts());
        return VectorClasses.SIXTEEN_FLOATS.cast(codes.convertShape(VectorOperators.S2F, FloatVector.SPECIES_512, 0));
    }

    /** Eight codes, in two longs. */
    private static FloatVector floats(long[] scratch, int at) {
        ShortVector codes = VectorClasses.CODES.cast(TWO_LONGS_CLASS
                .cast(LongVector.fromArray(TWO_LONGS, scratch, at))
                .reinterpretAsShorts());
        return VectorClasses.NARROW.cast(codes.convertShape(VectorOperators.S2F, EIGHT_FLOATS, 0));
    }

    /** Of each pixel four planes, in a long. */
    static void byFour(short[] codes, int at, int plane, int count, long[] out) {
        for (int i = 0; i < count; i += COUNT) {
            four(codes, at + i, plane).intoArray(out, i);
        }
    }

    /** Of each pixel eight planes, in two longs. */
    static void byEight(short[] codes, int at, int plane, int count, long[] out) {
        for (int i = 0; i < count; i += COUNT) {
            LongVector low = four(codes, at + i, plane);
            LongVector high = four(codes, at + 4 * plane + i, plane);
            LONGS_CLASS
                    .cast(low.rearrange(FIRST_HALF).blend(high.rearrange(FIRST_HALF), ODD))
                    .intoArray(out, 2 * i);
            LONGS_CLASS
                    .cast(low.rearrange(SECOND_HALF).blend(high.rearrange(SECOND_HALF), ODD))
                    .intoArray(out, 2 * i + COUNT);
        }
    }

    private static LongVector four(short[] codes, int at, int plane) {
        LongVector low = LONGS_CLASS.cast(LongVector.broadcast(LONGS, 0xFFFF));
        LongVector c0 = longs(codes, at).lanewise(VectorOperators.AND, low);
        LongVector c1 = longs(codes, at + plane).lanewise(VectorOperators.AND, low);
        LongVector c2 = longs(codes, at + 2 * plane).lanewise(VectorOperators.AND, low);
        LongVector c3 = longs(codes, at + 3 * plane);
        return LONGS_CLASS.cast(c0.lanewise(VectorOperators.OR, c1.lanewise(VectorOperators.LSHL, 16))
                .lanewise(VectorOperators.OR, c2.lanewise(VectorOperators.LSHL, 32))
                .lanewise(VectorOperators.OR, c3.lanewise(VectorOperators.LSHL, 48)));
    }

    private static LongVector longs(short[] codes, int at) {
        return LONGS_CLASS.cast(ShortVector.fromArray(CODES, codes, at).convertShape(VectorOperators.S2L, LONGS, 0));
    }
}
