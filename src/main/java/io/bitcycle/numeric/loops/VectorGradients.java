package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.INTEGERS;
import static io.bitcycle.numeric.loops.VectorClasses.NARROW;
import static io.bitcycle.numeric.loops.VectorClasses.SIXTEEN;
import static io.bitcycle.numeric.loops.VectorClasses.floats;
import static io.bitcycle.numeric.loops.VectorClasses.load;
import static io.bitcycle.numeric.loops.VectorClasses.loadWide;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What {@link VectorGradientLoops} does. */
final class VectorGradients {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Short> CODES = ShortVector.SPECIES_256;

    private VectorGradients() {}

    private static ShortVector codes(short[] codes, int at) {
        return SIXTEEN.cast(ShortVector.fromArray(CODES, codes, at));
    }

    private static IntVector pairs(ShortVector x) {
        return INTEGERS.cast(x.reinterpretAsInts());
    }

    static void inputs(GradientLoops.Rows rows, int at, float[] out, int to, int position) {
        short[] codes = rows.codes();
        int tiles = rows.tiles();
        ShortVector factor = SIXTEEN.cast(ShortVector.broadcast(CODES, (short) rows.factor()));
        int whole = whole(rows, at, 2);
        int upper = at + rows.upper();
        int lower = at + rows.lower();
        int i = to;
        int x = 0;
        for (int vector = 0; vector < whole * vectors(tiles); vector++) {
            IntVector low = pairs(codes(codes, lower).mul(factor).add(codes(codes, upper)));
            IntVector high = pairs(codes(codes, lower + 2).mul(factor).add(codes(codes, upper + 2)));
            IntVector v0 = low.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
            IntVector v1 = low.lanewise(VectorOperators.ASHR, 16);
            IntVector v2 = high.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
            IntVector v3 = high.lanewise(VectorOperators.ASHR, 16);
            floats(v0.sub(v2)).intoArray(out, i);
            floats(v1.add(v2)).intoArray(out, i + position);
            floats(v2.sub(v1)).intoArray(out, i + 2 * position);
            floats(v1.sub(v3)).intoArray(out, i + 3 * position);
            x += GradientLoops.LANES;
            i += GradientLoops.LANES;
            upper += 2 * GradientLoops.LANES;
            lower += 2 * GradientLoops.LANES;
            if (x >= tiles) {
                // What the last vector of a row wrote beyond it, the next row overwrites.
                i += tiles - x;
                upper += 2 * (rows.pitch() - x);
                lower += 2 * (rows.pitch() - x);
                x = 0;
            }
        }
        for (int r = whole; r < rows.count(); r++) {
            PlainGradientLoops.inputs(rows, r, at, out, to, position);
        }
    }

    static void errors(GradientLoops.Rows rows, int at, float[] out, int to, int position) {
        short[] codes = rows.codes();
        int tiles = rows.tiles();
        ShortVector factor = SIXTEEN.cast(ShortVector.broadcast(CODES, (short) rows.factor()));
        int whole = whole(rows, at, 0);
        int upper = at + rows.upper();
        int lower = at + rows.lower();
        int i = to;
        int x = 0;
        for (int vector = 0; vector < whole * vectors(tiles); vector++) {
            IntVector pair = pairs(codes(codes, lower).mul(factor).add(codes(codes, upper)));
            IntVector v0 = pair.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
            IntVector v1 = pair.lanewise(VectorOperators.ASHR, 16);
            floats(v0).intoArray(out, i);
            floats(v0.add(v1)).intoArray(out, i + position);
            floats(v0.sub(v1)).intoArray(out, i + 2 * position);
            floats(v1).intoArray(out, i + 3 * position);
            x += GradientLoops.LANES;
            i += GradientLoops.LANES;
            upper += 2 * GradientLoops.LANES;
            lower += 2 * GradientLoops.LANES;
            if (x >= tiles) {
                i += tiles - x;
                upper += 2 * (rows.pitch() - x);
                lower += 2 * (rows.pitch() - x);
                x = 0;
            }
        }
        for (int r = whole; r < rows.count(); r++) {
            PlainGradientLoops.errors(rows, r, at, out, to, position);
        }
    }

    private static int vectors(int tiles) {
        return (tiles + GradientLoops.LANES - 1) / GradientLoops.LANES;
    }

    /** Rows of tiles whose vectors do not read beyond the end of the codes. */
    private static int whole(GradientLoops.Rows rows, int at, int overlap) {
        int last =
                at + Math.max(rows.upper(), rows.lower()) + 2 * GradientLoops.LANES * vectors(rows.tiles()) + overlap;
        int left = rows.codes().length - last;
        return left < 0 ? 0 : Math.min(rows.count(), left / (2 * rows.pitch()) + 1);
    }

    static void addDots(float[] x, int xAt, float[] e, int eAt, int steps, double[] sums, int at, float[] scratch) {
        multiply(x, xAt, e, eAt, steps, scratch);
        add(scratch, sums, at);
    }

    private static void multiply(float[] x, int xAt, float[] e, int eAt, int steps, float[] out) {
        FloatVector s00 = FloatVector.zero(FLOATS);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        for (int step = 0; step < steps; step++) {
            FloatVector b0 = load(e, eAt + step * GradientLoops.LANES);
            FloatVector b1 = load(e, eAt + step * GradientLoops.LANES + GradientLoops.STREAM);
            FloatVector a = load(x, xAt + step * GradientLoops.LANES);
            s00 = a.fma(b0, s00);
            s01 = a.fma(b1, s01);
            a = load(x, xAt + step * GradientLoops.LANES + GradientLoops.STREAM);
            s10 = a.fma(b0, s10);
            s11 = a.fma(b1, s11);
            a = load(x, xAt + step * GradientLoops.LANES + 2 * GradientLoops.STREAM);
            s20 = a.fma(b0, s20);
            s21 = a.fma(b1, s21);
            a = load(x, xAt + step * GradientLoops.LANES + 3 * GradientLoops.STREAM);
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

    /** Adds the eight lanes of each of eight sums to its four parts. */
    private static void add(float[] lanes, double[] sums, int at) {
        for (int i = 0; i < GradientLoops.INPUTS * GradientLoops.ERRORS; i++) {
            DoubleVector more = loadWide(lanes, i * GradientLoops.LANES)
                    .add(loadWide(lanes, i * GradientLoops.LANES + GradientLoops.PARTS));
            load(sums, at + i * GradientLoops.PARTS).add(more).intoArray(sums, at + i * GradientLoops.PARTS);
        }
    }
}
