package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.NARROW;
import static io.bitcycle.numeric.loops.VectorClasses.WIDE;
import static io.bitcycle.numeric.loops.VectorClasses.load;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of neighbouring lanes with four columns. Eight sums stay in registers: as many as hide the latency of two multiply-adds a
 * cycle, and few enough that HotSpot spills none. Both loops are spelled out, since a call or an array of vectors in their place would
 * move the sums to memory. Columns lie next to each other, so that a step checks their bounds once.
 */
final class VectorProducts {
    static final int LANES = 16;
    static final int COLUMNS = 4;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;

    private VectorProducts() {}

    static void multiply(
            float[] x, int xAt, int[] offsets, int from, int depth, float[] w, int wAt, float[] out, int at) {
        FloatVector s00 = FloatVector.zero(FLOATS);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        for (int k = 0; k < depth; k++) {
            int lane = xAt + offsets[from + k];
            int row = wAt + k * COLUMNS;
            FloatVector x0 = load(x, lane);
            FloatVector x1 = load(x, lane + 8);
            FloatVector b = FloatVector.broadcast(FLOATS, w[row]);
            s00 = x0.fma(b, s00);
            s01 = x1.fma(b, s01);
            b = FloatVector.broadcast(FLOATS, w[row + 1]);
            s10 = x0.fma(b, s10);
            s11 = x1.fma(b, s11);
            b = FloatVector.broadcast(FLOATS, w[row + 2]);
            s20 = x0.fma(b, s20);
            s21 = x1.fma(b, s21);
            b = FloatVector.broadcast(FLOATS, w[row + 3]);
            s30 = x0.fma(b, s30);
            s31 = x1.fma(b, s31);
        }
        NARROW.cast(s00).intoArray(out, at);
        NARROW.cast(s01).intoArray(out, at + 8);
        NARROW.cast(s10).intoArray(out, at + 16);
        NARROW.cast(s11).intoArray(out, at + 24);
        NARROW.cast(s20).intoArray(out, at + 32);
        NARROW.cast(s21).intoArray(out, at + 40);
        NARROW.cast(s30).intoArray(out, at + 48);
        NARROW.cast(s31).intoArray(out, at + 56);
    }

    static void multiply(
            double[] x, int xAt, int[] offsets, int from, int depth, double[] w, int wAt, double[] out, int at) {
        DoubleVector s00 = DoubleVector.zero(DOUBLES);
        DoubleVector s01 = s00;
        DoubleVector s10 = s00;
        DoubleVector s11 = s00;
        DoubleVector s20 = s00;
        DoubleVector s21 = s00;
        DoubleVector s30 = s00;
        DoubleVector s31 = s00;
        for (int k = 0; k < depth; k++) {
            int lane = xAt + offsets[from + k];
            int row = wAt + k * COLUMNS;
            DoubleVector x0 = load(x, lane);
            DoubleVector x1 = load(x, lane + 4);
            DoubleVector b = DoubleVector.broadcast(DOUBLES, w[row]);
            s00 = x0.fma(b, s00);
            s01 = x1.fma(b, s01);
            b = DoubleVector.broadcast(DOUBLES, w[row + 1]);
            s10 = x0.fma(b, s10);
            s11 = x1.fma(b, s11);
            b = DoubleVector.broadcast(DOUBLES, w[row + 2]);
            s20 = x0.fma(b, s20);
            s21 = x1.fma(b, s21);
            b = DoubleVector.broadcast(DOUBLES, w[row + 3]);
            s30 = x0.fma(b, s30);
            s31 = x1.fma(b, s31);
        }
        WIDE.cast(s00).intoArray(out, at);
        WIDE.cast(s01).intoArray(out, at + 4);
        WIDE.cast(s10).intoArray(out, at + 8);
        WIDE.cast(s11).intoArray(out, at + 12);
        WIDE.cast(s20).intoArray(out, at + 16);
        WIDE.cast(s21).intoArray(out, at + 20);
        WIDE.cast(s30).intoArray(out, at + 24);
        WIDE.cast(s31).intoArray(out, at + 28);
    }
}
