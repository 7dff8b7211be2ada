package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.NARROW;
import static io.bitcycle.numeric.loops.VectorClasses.load;
import static io.bitcycle.numeric.loops.VectorClasses.loadWide;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Products along the depth of four streams with two; sums stay in registers as in {@link VectorProducts}. */
final class VectorDots {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

    private VectorDots() {}

    /** Writes eight lanes of sums per pair of streams. */
    static void multiply(
            float[] x,
            int row0,
            int row1,
            int row2,
            int row3,
            int[] offsets,
            int steps,
            float[] y,
            int y0,
            int y1,
            float[] out) {
        FloatVector s00 = FloatVector.zero(FLOATS);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        for (int step = 0; step < steps; step++) {
            int offset = offsets[step];
            FloatVector b0 = load(y, y0 + step * Loops.DOT_LANES);
            FloatVector b1 = load(y, y1 + step * Loops.DOT_LANES);
            FloatVector a = load(x, row0 + offset);
            s00 = a.fma(b0, s00);
            s01 = a.fma(b1, s01);
            a = load(x, row1 + offset);
            s10 = a.fma(b0, s10);
            s11 = a.fma(b1, s11);
            a = load(x, row2 + offset);
            s20 = a.fma(b0, s20);
            s21 = a.fma(b1, s21);
            a = load(x, row3 + offset);
            s30 = a.fma(b0, s30);
            s31 = a.fma(b1, s31);
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

    /** Adds the eight lanes of each of two sums to its four parts. */
    static void add(float[] lanes, int from, double[] sums, int at) {
        for (int u = 0; u < Loops.DOT_COLUMNS; u++) {
            DoubleVector more = loadWide(lanes, from + u * Loops.DOT_LANES)
                    .add(loadWide(lanes, from + u * Loops.DOT_LANES + Loops.DOT_PARTS));
            int to = at + u * Loops.DOT_PARTS;
            load(sums, to).add(more).intoArray(sums, to);
        }
    }
}
