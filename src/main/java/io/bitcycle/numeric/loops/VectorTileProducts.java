package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.NARROW;
import static io.bitcycle.numeric.loops.VectorClasses.WIDE;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of packed panels, with eight sums in registers as in {@link VectorProducts}. All indices are linear in the depth, so
 * HotSpot checks them once a loop. Two steps at a time are a few percent faster than one.
 */
final class VectorTileProducts {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;

    private VectorTileProducts() {}

    static void multiply(float[] x, int xAt, float[] w, int wAt, int depth, float[] out, int outAt) {
        FloatVector s00 = FloatVector.zero(FLOATS);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        for (int k = 0; k < depth - 1; k += 2) {
            FloatVector x0 = FloatVector.fromArray(FLOATS, x, xAt + k * TileLoops.LANES);
            FloatVector x1 = FloatVector.fromArray(FLOATS, x, xAt + k * TileLoops.LANES + 8);
            FloatVector b = FloatVector.broadcast(FLOATS, w[wAt + k * TileLoops.COLUMNS]);
            s00 = x0.fma(b, s00);
            s01 = x1.fma(b, s01);
            b = FloatVector.broadcast(FLOATS, w[wAt + k * TileLoops.COLUMNS + 1]);
            s10 = x0.fma(b, s10);
            s11 = x1.fma(b, s11);
            b = FloatVector.broadcast(FLOATS, w[wAt + k * TileLoops.COLUMNS + 2]);
            s20 = x0.fma(b, s20);
            s21 = x1.fma(b, s21);
            b = FloatVector.broadcast(FLOATS, w[wAt + k * TileLoops.COLUMNS + 3]);
            s30 = x0.fma(b, s30);
            s31 = x1.fma(b, s31);
            x0 = FloatVector.fromArray(FLOATS, x, xAt + (k + 1) * TileLoops.LANES);
            x1 = FloatVector.fromArray(FLOATS, x, xAt + (k + 1) * TileLoops.LANES + 8);
            b = FloatVector.broadcast(FLOATS, w[wAt + (k + 1) * TileLoops.COLUMNS]);
            s00 = x0.fma(b, s00);
            s01 = x1.fma(b, s01);
            b = FloatVector.broadcast(FLOATS, w[wAt + (k + 1) * TileLoops.COLUMNS + 1]);
            s10 = x0.fma(b, s10);
            s11 = x1.fma(b, s11);
            b = FloatVector.broadcast(FLOATS, w[wAt + (k + 1) * TileLoops.COLUMNS + 2]);
            s20 = x0.fma(b, s20);
            s21 = x1.fma(b, s21);
            b = FloatVector.broadcast(FLOATS, w[wAt + (k + 1) * TileLoops.COLUMNS + 3]);
            s30 = x0.fma(b, s30);
            s31 = x1.fma(b, s31);
        }
        NARROW.cast(s00).intoArray(out, outAt);
        NARROW.cast(s01).intoArray(out, outAt + 8);
        NARROW.cast(s10).intoArray(out, outAt + 16);
        NARROW.cast(s11).intoArray(out, outAt + 24);
        NARROW.cast(s20).intoArray(out, outAt + 32);
        NARROW.cast(s21).intoArray(out, outAt + 40);
        NARROW.cast(s30).intoArray(out, outAt + 48);
        NARROW.cast(s31).intoArray(out, outAt + 56);
        if (depth % 2 != 0) {
            addStep(x, xAt + (depth - 1) * TileLoops.LANES, w, wAt + (depth - 1) * TileLoops.COLUMNS, out, outAt);
        }
    }

    private static void addStep(float[] x, int xAt, float[] w, int wAt, float[] out, int outAt) {
        for (int j = 0; j < TileLoops.COLUMNS; j++) {
            for (int i = 0; i < TileLoops.LANES; i++) {
                out[outAt + j * TileLoops.LANES + i] += x[xAt + i] * w[wAt + j];
            }
        }
    }

    static void multiply(double[] x, int xAt, double[] w, int wAt, int depth, double[] out, int outAt) {
        DoubleVector s00 = DoubleVector.zero(DOUBLES);
        DoubleVector s01 = s00;
        DoubleVector s10 = s00;
        DoubleVector s11 = s00;
        DoubleVector s20 = s00;
        DoubleVector s21 = s00;
        DoubleVector s30 = s00;
        DoubleVector s31 = s00;
        for (int k = 0; k < depth - 1; k += 2) {
            DoubleVector x0 = DoubleVector.fromArray(DOUBLES, x, xAt + k * TileLoops.WIDE_LANES);
            DoubleVector x1 = DoubleVector.fromArray(DOUBLES, x, xAt + k * TileLoops.WIDE_LANES + 4);
            DoubleVector b = DoubleVector.broadcast(DOUBLES, w[wAt + k * TileLoops.COLUMNS]);
            s00 = x0.fma(b, s00);
            s01 = x1.fma(b, s01);
            b = DoubleVector.broadcast(DOUBLES, w[wAt + k * TileLoops.COLUMNS + 1]);
            s10 = x0.fma(b, s10);
            s11 = x1.fma(b, s11);
            b = DoubleVector.broadcast(DOUBLES, w[wAt + k * TileLoops.COLUMNS + 2]);
            s20 = x0.fma(b, s20);
            s21 = x1.fma(b, s21);
            b = DoubleVector.broadcast(DOUBLES, w[wAt + k * TileLoops.COLUMNS + 3]);
            s30 = x0.fma(b, s30);
            s31 = x1.fma(b, s31);
            x0 = DoubleVector.fromArray(DOUBLES, x, xAt + (k + 1) * TileLoops.WIDE_LANES);
            x1 = DoubleVector.fromArray(DOUBLES, x, xAt + (k + 1) * TileLoops.WIDE_LANES + 4);
            b = DoubleVector.broadcast(DOUBLES, w[wAt + (k + 1) * TileLoops.COLUMNS]);
            s00 = x0.fma(b, s00);
            s01 = x1.fma(b, s01);
            b = DoubleVector.broadcast(DOUBLES, w[wAt + (k + 1) * TileLoops.COLUMNS + 1]);
            s10 = x0.fma(b, s10);
            s11 = x1.fma(b, s11);
            b = DoubleVector.broadcast(DOUBLES, w[wAt + (k + 1) * TileLoops.COLUMNS + 2]);
            s20 = x0.fma(b, s20);
            s21 = x1.fma(b, s21);
            b = DoubleVector.broadcast(DOUBLES, w[wAt + (k + 1) * TileLoops.COLUMNS + 3]);
            s30 = x0.fma(b, s30);
            s31 = x1.fma(b, s31);
        }
        WIDE.cast(s00).intoArray(out, outAt);
        WIDE.cast(s01).intoArray(out, outAt + 4);
        WIDE.cast(s10).intoArray(out, outAt + 8);
        WIDE.cast(s11).intoArray(out, outAt + 12);
        WIDE.cast(s20).intoArray(out, outAt + 16);
        WIDE.cast(s21).intoArray(out, outAt + 20);
        WIDE.cast(s30).intoArray(out, outAt + 24);
        WIDE.cast(s31).intoArray(out, outAt + 28);
        if (depth % 2 != 0) {
            addStep(x, xAt + (depth - 1) * TileLoops.WIDE_LANES, w, wAt + (depth - 1) * TileLoops.COLUMNS, out, outAt);
        }
    }

    private static void addStep(double[] x, int xAt, double[] w, int wAt, double[] out, int outAt) {
        for (int j = 0; j < TileLoops.COLUMNS; j++) {
            for (int i = 0; i < TileLoops.WIDE_LANES; i++) {
                out[outAt + j * TileLoops.WIDE_LANES + i] += x[xAt + i] * w[wAt + j];
            }
        }
    }
}
