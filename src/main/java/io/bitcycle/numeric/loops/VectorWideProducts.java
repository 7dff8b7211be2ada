package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.EIGHT_DOUBLES;
import static io.bitcycle.numeric.loops.VectorClasses.SIXTEEN_FLOATS;
import static io.bitcycle.numeric.loops.VectorClasses.loadEight;
import static io.bitcycle.numeric.loops.VectorClasses.loadSixteen;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products in vectors of 512 bits: three of neighbouring lanes with eight columns, as in {@link VectorProducts}. 24 sums stay in registers,
 * of which machines with such vectors have 32. They begin as zeros and are only stored at the end: with more to do there, HotSpot keeps
 * some of them in memory. It also does so in about every second process where the Vector API checks bounds, since a failed check needs all
 * sums; the launcher switches these checks off.
 */
final class VectorWideProducts {
    static final int LANES = 48;
    static final int COLUMNS = 8;
    /**
     * Positions are below: HotSpot then knows that they are not negative, makes one address for a step's three vectors and loads these
     * first. Otherwise it loads the eight weights first, for which there are not enough registers.
     */
    private static final int MOST = (1 << 29) - 1;

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;

    private VectorWideProducts() {}

    static void multiply(
            float[] x, int xAt, int[] offsets, int from, int depth, float[] w, int wAt, float[] out, int at) {
        int start = xAt & MOST;
        int first = from & MOST;
        int end = first + depth;
        int firstRow = wAt - first * COLUMNS;
        FloatVector s00 = FloatVector.zero(FLOATS);
        FloatVector s01 = s00;
        FloatVector s02 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s12 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s22 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        FloatVector s32 = s00;
        FloatVector s40 = s00;
        FloatVector s41 = s00;
        FloatVector s42 = s00;
        FloatVector s50 = s00;
        FloatVector s51 = s00;
        FloatVector s52 = s00;
        FloatVector s60 = s00;
        FloatVector s61 = s00;
        FloatVector s62 = s00;
        FloatVector s70 = s00;
        FloatVector s71 = s00;
        FloatVector s72 = s00;
        for (int k = first; k < end; k++) {
            int lane = start + (offsets[k] & MOST);
            int row = firstRow + k * COLUMNS;
            FloatVector x0 = loadSixteen(x, lane);
            FloatVector x1 = loadSixteen(x, lane + 16);
            FloatVector x2 = loadSixteen(x, lane + 32);
            FloatVector b = FloatVector.broadcast(FLOATS, w[row]);
            s00 = x0.fma(b, s00);
            s01 = x1.fma(b, s01);
            s02 = x2.fma(b, s02);
            b = FloatVector.broadcast(FLOATS, w[row + 1]);
            s10 = x0.fma(b, s10);
            s11 = x1.fma(b, s11);
            s12 = x2.fma(b, s12);
            b = FloatVector.broadcast(FLOATS, w[row + 2]);
            s20 = x0.fma(b, s20);
            s21 = x1.fma(b, s21);
            s22 = x2.fma(b, s22);
            b = FloatVector.broadcast(FLOATS, w[row + 3]);
            s30 = x0.fma(b, s30);
            s31 = x1.fma(b, s31);
            s32 = x2.fma(b, s32);
            b = FloatVector.broadcast(FLOATS, w[row + 4]);
            s40 = x0.fma(b, s40);
            s41 = x1.fma(b, s41);
            s42 = x2.fma(b, s42);
            b = FloatVector.broadcast(FLOATS, w[row + 5]);
            s50 = x0.fma(b, s50);
            s51 = x1.fma(b, s51);
            s52 = x2.fma(b, s52);
            b = FloatVector.broadcast(FLOATS, w[row + 6]);
            s60 = x0.fma(b, s60);
            s61 = x1.fma(b, s61);
            s62 = x2.fma(b, s62);
            b = FloatVector.broadcast(FLOATS, w[row + 7]);
            s70 = x0.fma(b, s70);
            s71 = x1.fma(b, s71);
            s72 = x2.fma(b, s72);
        }
        SIXTEEN_FLOATS.cast(s00).intoArray(out, at);
        SIXTEEN_FLOATS.cast(s01).intoArray(out, at + 16);
        SIXTEEN_FLOATS.cast(s02).intoArray(out, at + 32);
        SIXTEEN_FLOATS.cast(s10).intoArray(out, at + 48);
        SIXTEEN_FLOATS.cast(s11).intoArray(out, at + 64);
        SIXTEEN_FLOATS.cast(s12).intoArray(out, at + 80);
        SIXTEEN_FLOATS.cast(s20).intoArray(out, at + 96);
        SIXTEEN_FLOATS.cast(s21).intoArray(out, at + 112);
        SIXTEEN_FLOATS.cast(s22).intoArray(out, at + 128);
        SIXTEEN_FLOATS.cast(s30).intoArray(out, at + 144);
        SIXTEEN_FLOATS.cast(s31).intoArray(out, at + 160);
        SIXTEEN_FLOATS.cast(s32).intoArray(out, at + 176);
        SIXTEEN_FLOATS.cast(s40).intoArray(out, at + 192);
        SIXTEEN_FLOATS.cast(s41).intoArray(out, at + 208);
        SIXTEEN_FLOATS.cast(s42).intoArray(out, at + 224);
        SIXTEEN_FLOATS.cast(s50).intoArray(out, at + 240);
        SIXTEEN_FLOATS.cast(s51).intoArray(out, at + 256);
        SIXTEEN_FLOATS.cast(s52).intoArray(out, at + 272);
        SIXTEEN_FLOATS.cast(s60).intoArray(out, at + 288);
        SIXTEEN_FLOATS.cast(s61).intoArray(out, at + 304);
        SIXTEEN_FLOATS.cast(s62).intoArray(out, at + 320);
        SIXTEEN_FLOATS.cast(s70).intoArray(out, at + 336);
        SIXTEEN_FLOATS.cast(s71).intoArray(out, at + 352);
        SIXTEEN_FLOATS.cast(s72).intoArray(out, at + 368);
    }

    static void multiply(
            double[] x, int xAt, int[] offsets, int from, int depth, double[] w, int wAt, double[] out, int at) {
        int start = xAt & MOST;
        int first = from & MOST;
        int end = first + depth;
        int firstRow = wAt - first * COLUMNS;
        DoubleVector s00 = DoubleVector.zero(DOUBLES);
        DoubleVector s01 = s00;
        DoubleVector s02 = s00;
        DoubleVector s10 = s00;
        DoubleVector s11 = s00;
        DoubleVector s12 = s00;
        DoubleVector s20 = s00;
        DoubleVector s21 = s00;
        DoubleVector s22 = s00;
        DoubleVector s30 = s00;
        DoubleVector s31 = s00;
        DoubleVector s32 = s00;
        DoubleVector s40 = s00;
        DoubleVector s41 = s00;
        DoubleVector s42 = s00;
        DoubleVector s50 = s00;
        DoubleVector s51 = s00;
        DoubleVector s52 = s00;
        DoubleVector s60 = s00;
        DoubleVector s61 = s00;
        DoubleVector s62 = s00;
        DoubleVector s70 = s00;
        DoubleVector s71 = s00;
        DoubleVector s72 = s00;
        for (int k = first; k < end; k++) {
            int lane = start + (offsets[k] & MOST);
            int row = firstRow + k * COLUMNS;
            DoubleVector x0 = loadEight(x, lane);
            DoubleVector x1 = loadEight(x, lane + 8);
            DoubleVector x2 = loadEight(x, lane + 16);
            DoubleVector b = DoubleVector.broadcast(DOUBLES, w[row]);
            s00 = x0.fma(b, s00);
            s01 = x1.fma(b, s01);
            s02 = x2.fma(b, s02);
            b = DoubleVector.broadcast(DOUBLES, w[row + 1]);
            s10 = x0.fma(b, s10);
            s11 = x1.fma(b, s11);
            s12 = x2.fma(b, s12);
            b = DoubleVector.broadcast(DOUBLES, w[row + 2]);
            s20 = x0.fma(b, s20);
            s21 = x1.fma(b, s21);
            s22 = x2.fma(b, s22);
            b = DoubleVector.broadcast(DOUBLES, w[row + 3]);
            s30 = x0.fma(b, s30);
            s31 = x1.fma(b, s31);
            s32 = x2.fma(b, s32);
            b = DoubleVector.broadcast(DOUBLES, w[row + 4]);
            s40 = x0.fma(b, s40);
            s41 = x1.fma(b, s41);
            s42 = x2.fma(b, s42);
            b = DoubleVector.broadcast(DOUBLES, w[row + 5]);
            s50 = x0.fma(b, s50);
            s51 = x1.fma(b, s51);
            s52 = x2.fma(b, s52);
            b = DoubleVector.broadcast(DOUBLES, w[row + 6]);
            s60 = x0.fma(b, s60);
            s61 = x1.fma(b, s61);
            s62 = x2.fma(b, s62);
            b = DoubleVector.broadcast(DOUBLES, w[row + 7]);
            s70 = x0.fma(b, s70);
            s71 = x1.fma(b, s71);
            s72 = x2.fma(b, s72);
        }
        EIGHT_DOUBLES.cast(s00).intoArray(out, at);
        EIGHT_DOUBLES.cast(s01).intoArray(out, at + 8);
        EIGHT_DOUBLES.cast(s02).intoArray(out, at + 16);
        EIGHT_DOUBLES.cast(s10).intoArray(out, at + 24);
        EIGHT_DOUBLES.cast(s11).intoArray(out, at + 32);
        EIGHT_DOUBLES.cast(s12).intoArray(out, at + 40);
        EIGHT_DOUBLES.cast(s20).intoArray(out, at + 48);
        EIGHT_DOUBLES.cast(s21).intoArray(out, at + 56);
        EIGHT_DOUBLES.cast(s22).intoArray(out, at + 64);
        EIGHT_DOUBLES.cast(s30).intoArray(out, at + 72);
        EIGHT_DOUBLES.cast(s31).intoArray(out, at + 80);
        EIGHT_DOUBLES.cast(s32).intoArray(out, at + 88);
        EIGHT_DOUBLES.cast(s40).intoArray(out, at + 96);
        EIGHT_DOUBLES.cast(s41).intoArray(out, at + 104);
        EIGHT_DOUBLES.cast(s42).intoArray(out, at + 112);
        EIGHT_DOUBLES.cast(s50).intoArray(out, at + 120);
        EIGHT_DOUBLES.cast(s51).intoArray(out, at + 128);
        EIGHT_DOUBLES.cast(s52).intoArray(out, at + 136);
        EIGHT_DOUBLES.cast(s60).intoArray(out, at + 144);
        EIGHT_DOUBLES.cast(s61).intoArray(out, at + 152);
        EIGHT_DOUBLES.cast(s62).intoArray(out, at + 160);
        EIGHT_DOUBLES.cast(s70).intoArray(out, at + 168);
        EIGHT_DOUBLES.cast(s71).intoArray(out, at + 176);
        EIGHT_DOUBLES.cast(s72).intoArray(out, at + 184);
    }
}
