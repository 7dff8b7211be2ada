package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.FOUR;
import static io.bitcycle.numeric.loops.VectorClasses.NARROW;
import static io.bitcycle.numeric.loops.VectorClasses.WIDE;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** In vectors of 256 bits; products are {@link VectorTileProducts}'. */
final class VectorTileLoops implements TileLoops {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Float> FOUR_FLOATS = FloatVector.SPECIES_128;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;
    private static final VectorSpecies<Short> CODES = ShortVector.SPECIES_256;

    private static FloatVector floats(IntVector x) {
        return NARROW.cast(x.convertShape(VectorOperators.I2F, FLOATS, 0));
    }

    private static DoubleVector doubles(FloatVector x) {
        return WIDE.cast(x.convertShape(VectorOperators.F2D, DOUBLES, 0));
    }

    @Override
    public void rows(short[] codes, int at, int pitch, int rows, int tiles, float[] out, int stride) {
        int read = 2 * ((tiles + 7) / 8 * 8) + 2;
        for (int r = 0; r < rows; r++) {
            int from = at + r * pitch;
            int to = r % 2 * stride + r / 2 * tiles;
            if (from + read > codes.length) {
                PlainTileLoops.row(codes, from, tiles, out, to, 2 * stride);
                continue;
            }
            // What the last vector writes beyond the row, the next row overwrites.
            for (int x = 0; x < tiles; x += 8) {
                row(codes, from + 2 * x, out, to + x, 2 * stride);
            }
        }
    }

    private static void row(short[] codes, int at, float[] out, int to, int step) {
        IntVector low = ShortVector.fromArray(CODES, codes, at).reinterpretAsInts();
        IntVector high = ShortVector.fromArray(CODES, codes, at + 2).reinterpretAsInts();
        IntVector d0 = low.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
        IntVector d1 = low.lanewise(VectorOperators.ASHR, 16);
        IntVector d2 = high.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
        IntVector d3 = high.lanewise(VectorOperators.ASHR, 16);
        floats(d0.sub(d2)).intoArray(out, to);
        floats(d1.add(d2)).intoArray(out, to + step);
        floats(d2.sub(d1)).intoArray(out, to + 2 * step);
        floats(d1.sub(d3)).intoArray(out, to + 3 * step);
    }

    @Override
    public void columns(float[] rows, int stride, int tiles, int count, float[] out, int at, int position, int panel) {
        for (int t = 0; t < count; t += 8) {
            int to = at + t / LANES * panel + t % LANES;
            for (int j = 0; j < 4; j++) {
                column(rows, 2 * j * stride + t, stride, tiles, out, to + j * position, 4 * position);
            }
        }
    }

    private static void column(float[] rows, int even, int stride, int tiles, float[] out, int to, int step) {
        FloatVector d0 = NARROW.cast(FloatVector.fromArray(FLOATS, rows, even));
        FloatVector d1 = NARROW.cast(FloatVector.fromArray(FLOATS, rows, even + stride));
        FloatVector d2 = NARROW.cast(FloatVector.fromArray(FLOATS, rows, even + tiles));
        FloatVector d3 = NARROW.cast(FloatVector.fromArray(FLOATS, rows, even + stride + tiles));
        NARROW.cast(d0.sub(d2)).intoArray(out, to);
        NARROW.cast(d1.add(d2)).intoArray(out, to + step);
        NARROW.cast(d2.sub(d1)).intoArray(out, to + 2 * step);
        NARROW.cast(d1.sub(d3)).intoArray(out, to + 3 * step);
    }

    @Override
    public void columns(float[] rows, int stride, int tiles, int count, double[] out, int at, int position, int panel) {
        for (int t = 0; t < count; t += 4) {
            int to = at + t / WIDE_LANES * panel + t % WIDE_LANES;
            for (int j = 0; j < 4; j++) {
                column(rows, 2 * j * stride + t, stride, tiles, out, to + j * position, 4 * position);
            }
        }
    }

    private static void column(float[] rows, int even, int stride, int tiles, double[] out, int to, int step) {
        FloatVector d0 = FOUR.cast(FloatVector.fromArray(FOUR_FLOATS, rows, even));
        FloatVector d1 = FOUR.cast(FloatVector.fromArray(FOUR_FLOATS, rows, even + stride));
        FloatVector d2 = FOUR.cast(FloatVector.fromArray(FOUR_FLOATS, rows, even + tiles));
        FloatVector d3 = FOUR.cast(FloatVector.fromArray(FOUR_FLOATS, rows, even + stride + tiles));
        doubles(d0.sub(d2)).intoArray(out, to);
        doubles(d1.add(d2)).intoArray(out, to + step);
        doubles(d2.sub(d1)).intoArray(out, to + 2 * step);
        doubles(d1.sub(d3)).intoArray(out, to + 3 * step);
    }

    @Override
    public void multiply(float[] x, int xAt, float[] w, int wAt, int depth, float[] out, int outAt) {
        VectorTileProducts.multiply(x, xAt, w, wAt, depth, out, outAt);
    }

    @Override
    public void multiply(double[] x, int xAt, double[] w, int wAt, int depth, double[] out, int outAt) {
        VectorTileProducts.multiply(x, xAt, w, wAt, depth, out, outAt);
    }

    @Override
    public void outputs(float[] m, int at, int position, double[] out, int outAt, int stride) {
        for (int i = 0; i < LANES; i += 4) {
            int from = at + i;
            DoubleVector a = four(m, from + 4 * position);
            DoubleVector b = four(m, from + 8 * position);
            DoubleVector upper0 = four(m, from).add(a).add(b);
            DoubleVector lower0 = a.sub(b).sub(four(m, from + 12 * position));
            a = four(m, from + 5 * position);
            b = four(m, from + 9 * position);
            DoubleVector upper1 = four(m, from + position).add(a).add(b);
            DoubleVector lower1 = a.sub(b).sub(four(m, from + 13 * position));
            a = four(m, from + 6 * position);
            b = four(m, from + 10 * position);
            DoubleVector upper2 = four(m, from + 2 * position).add(a).add(b);
            DoubleVector lower2 = a.sub(b).sub(four(m, from + 14 * position));
            a = four(m, from + 7 * position);
            b = four(m, from + 11 * position);
            DoubleVector upper3 = four(m, from + 3 * position).add(a).add(b);
            DoubleVector lower3 = a.sub(b).sub(four(m, from + 15 * position));
            int to = outAt + i;
            WIDE.cast(upper0.add(upper1).add(upper2).mul(0.25)).intoArray(out, to);
            WIDE.cast(upper1.sub(upper2).sub(upper3).mul(0.25)).intoArray(out, to + stride);
            WIDE.cast(lower0.add(lower1).add(lower2).mul(0.25)).intoArray(out, to + 2 * stride);
            WIDE.cast(lower1.sub(lower2).sub(lower3).mul(0.25)).intoArray(out, to + 3 * stride);
        }
    }

    private static DoubleVector four(float[] m, int at) {
        return doubles(FOUR.cast(FloatVector.fromArray(FOUR_FLOATS, m, at)));
    }

    @Override
    public void outputs(double[] m, int at, int position, double[] out, int outAt, int stride) {
        for (int i = 0; i < WIDE_LANES; i += 4) {
            int from = at + i;
            DoubleVector a = four(m, from + 4 * position);
            DoubleVector b = four(m, from + 8 * position);
            DoubleVector upper0 = four(m, from).add(a).add(b);
            DoubleVector lower0 = a.sub(b).sub(four(m, from + 12 * position));
            a = four(m, from + 5 * position);
            b = four(m, from + 9 * position);
            DoubleVector upper1 = four(m, from + position).add(a).add(b);
            DoubleVector lower1 = a.sub(b).sub(four(m, from + 13 * position));
            a = four(m, from + 6 * position);
            b = four(m, from + 10 * position);
            DoubleVector upper2 = four(m, from + 2 * position).add(a).add(b);
            DoubleVector lower2 = a.sub(b).sub(four(m, from + 14 * position));
            a = four(m, from + 7 * position);
            b = four(m, from + 11 * position);
            DoubleVector upper3 = four(m, from + 3 * position).add(a).add(b);
            DoubleVector lower3 = a.sub(b).sub(four(m, from + 15 * position));
            int to = outAt + i;
            WIDE.cast(upper0.add(upper1).add(upper2).mul(0.25)).intoArray(out, to);
            WIDE.cast(upper1.sub(upper2).sub(upper3).mul(0.25)).intoArray(out, to + stride);
            WIDE.cast(lower0.add(lower1).add(lower2).mul(0.25)).intoArray(out, to + 2 * stride);
            WIDE.cast(lower1.sub(lower2).sub(lower3).mul(0.25)).intoArray(out, to + 3 * stride);
        }
    }

    private static DoubleVector four(double[] m, int at) {
        return DoubleVector.fromArray(DOUBLES, m, at);
    }
}
