package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.NARROW;
import static io.bitcycle.numeric.loops.VectorClasses.WIDE;
import static io.bitcycle.numeric.loops.VectorClasses.load;
import static io.bitcycle.numeric.loops.VectorClasses.loadWide;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of neighbouring lanes with four columns. Eight sums stay in registers: as many as hide the latency of two
 * multiply-adds a cycle, and few enough that HotSpot spills none. Both loops are spelled out, since a call or an array of
 * vectors in their place would move the sums to memory.
 */
final class VectorProducts {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;

    private VectorProducts() {}

    /** Writes the products, column by column. */
    static void multiply(
            float[] x,
            int at0,
            int at1,
            int[] offsets,
            int from,
            int depth,
            float[] w,
            int wAt,
            int wStride,
            float[] out) {
        FloatVector s00 = FloatVector.zero(FLOATS);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        int w1 = wAt + wStride;
        int w2 = w1 + wStride;
        int w3 = w2 + wStride;
        for (int k = 0; k < depth; k++) {
            int offset = offsets[from + k];
            FloatVector x0 = FloatVector.fromArray(FLOATS, x, at0 + offset);
            FloatVector x1 = FloatVector.fromArray(FLOATS, x, at1 + offset);
            FloatVector b = FloatVector.broadcast(FLOATS, w[wAt + k]);
            s00 = x0.fma(b, s00);
            s01 = x1.fma(b, s01);
            b = FloatVector.broadcast(FLOATS, w[w1 + k]);
            s10 = x0.fma(b, s10);
            s11 = x1.fma(b, s11);
            b = FloatVector.broadcast(FLOATS, w[w2 + k]);
            s20 = x0.fma(b, s20);
            s21 = x1.fma(b, s21);
            b = FloatVector.broadcast(FLOATS, w[w3 + k]);
            s30 = x0.fma(b, s30);
            s31 = x1.fma(b, s31);
        }
        NARROW.cast(s00).intoArray(out, 0);
        NARROW.cast(s01).intoArray(out, 8);
        NARROW.cast(s10).intoArray(out, 16);
        NARROW.cast(s11).intoArray(out, 24);
        NARROW.cast(s20).intoArray(out, 32);
        NARROW.cast(s21).intoArray(out, 40);
        NARROW.cast(s30).intoArray(out, 48);
        NARROW.cast(s31).intoArray(out, 56);
    }

    /** Adds products to sums. */
    static void add(float[] products, double[] sums, int at, int stride) {
        for (int j = 0; j < Loops.COLUMNS; j++) {
            int to = at + j * stride;
            for (int i = 0; i < Loops.LANES; i += DOUBLES.length()) {
                DoubleVector more = loadWide(products, j * Loops.LANES + i);
                load(sums, to + i).add(more).intoArray(sums, to + i);
            }
        }
    }

    /** Adds the products of eight lanes. */
    static void addHalf(
            double[] x,
            int xAt,
            int[] offsets,
            int from,
            int depth,
            double[] w,
            int wAt,
            int wStride,
            double[] sums,
            int at,
            int stride) {
        int at1 = at + stride;
        int at2 = at1 + stride;
        int at3 = at2 + stride;
        DoubleVector s00 = DoubleVector.fromArray(DOUBLES, sums, at);
        DoubleVector s01 = DoubleVector.fromArray(DOUBLES, sums, at + 4);
        DoubleVector s10 = DoubleVector.fromArray(DOUBLES, sums, at1);
        DoubleVector s11 = DoubleVector.fromArray(DOUBLES, sums, at1 + 4);
        DoubleVector s20 = DoubleVector.fromArray(DOUBLES, sums, at2);
        DoubleVector s21 = DoubleVector.fromArray(DOUBLES, sums, at2 + 4);
        DoubleVector s30 = DoubleVector.fromArray(DOUBLES, sums, at3);
        DoubleVector s31 = DoubleVector.fromArray(DOUBLES, sums, at3 + 4);
        int w1 = wAt + wStride;
        int w2 = w1 + wStride;
        int w3 = w2 + wStride;
        for (int k = 0; k < depth; k++) {
            int offset = xAt + offsets[from + k];
            DoubleVector x0 = DoubleVector.fromArray(DOUBLES, x, offset);
            DoubleVector x1 = DoubleVector.fromArray(DOUBLES, x, offset + 4);
            DoubleVector b = DoubleVector.broadcast(DOUBLES, w[wAt + k]);
            s00 = x0.fma(b, s00);
            s01 = x1.fma(b, s01);
            b = DoubleVector.broadcast(DOUBLES, w[w1 + k]);
            s10 = x0.fma(b, s10);
            s11 = x1.fma(b, s11);
            b = DoubleVector.broadcast(DOUBLES, w[w2 + k]);
            s20 = x0.fma(b, s20);
            s21 = x1.fma(b, s21);
            b = DoubleVector.broadcast(DOUBLES, w[w3 + k]);
            s30 = x0.fma(b, s30);
            s31 = x1.fma(b, s31);
        }
        WIDE.cast(s00).intoArray(sums, at);
        WIDE.cast(s01).intoArray(sums, at + 4);
        WIDE.cast(s10).intoArray(sums, at1);
        WIDE.cast(s11).intoArray(sums, at1 + 4);
        WIDE.cast(s20).intoArray(sums, at2);
        WIDE.cast(s21).intoArray(sums, at2 + 4);
        WIDE.cast(s30).intoArray(sums, at3);
        WIDE.cast(s31).intoArray(sums, at3 + 4);
    }
}
