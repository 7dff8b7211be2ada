package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.INTEGERS;
import static io.bitcycle.numeric.loops.VectorClasses.all;
import static io.bitcycle.numeric.loops.VectorClasses.bits;
import static io.bitcycle.numeric.loops.VectorClasses.floats;
import static io.bitcycle.numeric.loops.VectorClasses.load;
import static io.bitcycle.numeric.loops.VectorClasses.loadWide;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The transforms of {@link TileLoops}. */
final class VectorTileTransforms {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final VectorSpecies<Short> CODES = ShortVector.SPECIES_256;

    /** 1.5 x 2^23: the bits of its sum with an integer up to 2^22 in magnitude are those of the integer and {@link #BIAS}. */
    private static final float MAGIC = 0x1.8p23f;

    private static final int BIAS = 0x4B40_0000;

    private VectorTileTransforms() {}

    static void rows(short[] codes, int at, int pitch, int rows, int tiles, float[] out, int stride) {
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

    static void columns(float[] rows, int stride, int tiles, int count, float[] out, int at, int position, int panel) {
        for (int t = 0; t < count; t += 8) {
            int to = at + t / TileLoops.LANES * panel + t % TileLoops.LANES;
            for (int j = 0; j < 4; j++) {
                column(rows, 2 * j * stride + t, stride, tiles, out, to + j * position, 4 * position);
            }
        }
    }

    private static void column(float[] rows, int even, int stride, int tiles, float[] out, int to, int step) {
        FloatVector d0 = load(rows, even);
        FloatVector d1 = load(rows, even + stride);
        FloatVector d2 = load(rows, even + tiles);
        FloatVector d3 = load(rows, even + stride + tiles);
        d0.sub(d2).intoArray(out, to);
        d1.add(d2).intoArray(out, to + step);
        d2.sub(d1).intoArray(out, to + 2 * step);
        d1.sub(d3).intoArray(out, to + 3 * step);
    }

    static void widen(float[] in, int count, double[] out) {
        for (int i = 0; i < count; i += 4) {
            loadWide(in, i).intoArray(out, i);
        }
    }

    static void columns(
            double[] rows, int stride, int tiles, int count, double[] out, int at, int position, int panel) {
        for (int t = 0; t < count; t += 4) {
            int to = at + t / TileLoops.WIDE_LANES * panel + t % TileLoops.WIDE_LANES;
            for (int j = 0; j < 4; j++) {
                column(rows, 2 * j * stride + t, stride, tiles, out, to + j * position, 4 * position);
            }
        }
    }

    private static void column(double[] rows, int even, int stride, int tiles, double[] out, int to, int step) {
        DoubleVector d0 = load(rows, even);
        DoubleVector d1 = load(rows, even + stride);
        DoubleVector d2 = load(rows, even + tiles);
        DoubleVector d3 = load(rows, even + stride + tiles);
        d0.sub(d2).intoArray(out, to);
        d1.add(d2).intoArray(out, to + step);
        d2.sub(d1).intoArray(out, to + 2 * step);
        d1.sub(d3).intoArray(out, to + 3 * step);
    }

    static void outputs(float[] m, int at, int position, int[] out, int outAt, int stride, int[] scratch) {
        FloatVector magic = all(MAGIC);
        for (int i = 0; i < 4 * TileLoops.LANES; i += 8) {
            int from = at + i / TileLoops.LANES * position + i % TileLoops.LANES;
            IntVector a = bits(load(m, from + 4 * position).add(magic));
            IntVector b = bits(load(m, from + 8 * position).add(magic));
            bits(load(m, from).add(magic)).add(a).add(b).intoArray(scratch, i);
            a.sub(b).sub(bits(load(m, from + 12 * position).add(magic))).intoArray(scratch, 4 * TileLoops.LANES + i);
        }
        row(scratch, 0, 9 * BIAS, -3 * BIAS, out, outAt, outAt + stride);
        row(scratch, 4 * TileLoops.LANES, -3 * BIAS, BIAS, out, outAt + 2 * stride, outAt + 3 * stride);
    }

    /** A row of outputs; biases are what they are too large by, before they are quartered. */
    private static void row(int[] sums, int from, int evenBias, int oddBias, int[] out, int even, int odd) {
        IntVector less = IntVector.broadcast(INTS, evenBias);
        IntVector oddLess = IntVector.broadcast(INTS, oddBias);
        for (int i = 0; i < TileLoops.LANES; i += 8) {
            IntVector s1 = IntVector.fromArray(INTS, sums, from + TileLoops.LANES + i);
            IntVector s2 = IntVector.fromArray(INTS, sums, from + 2 * TileLoops.LANES + i);
            IntVector x = IntVector.fromArray(INTS, sums, from + i).add(s1).add(s2);
            INTEGERS.cast(INTEGERS.cast(x).sub(less).lanewise(VectorOperators.ASHR, 2))
                    .intoArray(out, even + i);
            x = s1.sub(s2).sub(IntVector.fromArray(INTS, sums, from + 3 * TileLoops.LANES + i));
            INTEGERS.cast(INTEGERS.cast(x).sub(oddLess).lanewise(VectorOperators.ASHR, 2))
                    .intoArray(out, odd + i);
        }
    }

    static void outputs(double[] m, int at, int position, double[] out, int outAt, int stride, double[] scratch) {
        for (int i = 0; i < 4 * TileLoops.WIDE_LANES; i += 4) {
            int from = at + i / TileLoops.WIDE_LANES * position + i % TileLoops.WIDE_LANES;
            DoubleVector a = load(m, from + 4 * position);
            DoubleVector b = load(m, from + 8 * position);
            load(m, from).add(a).add(b).intoArray(scratch, i);
            a.sub(b).sub(load(m, from + 12 * position)).intoArray(scratch, 4 * TileLoops.WIDE_LANES + i);
        }
        row(scratch, 0, out, outAt, outAt + stride);
        row(scratch, 4 * TileLoops.WIDE_LANES, out, outAt + 2 * stride, outAt + 3 * stride);
    }

    private static void row(double[] sums, int from, double[] out, int even, int odd) {
        DoubleVector quarter = all(0.25);
        for (int i = 0; i < TileLoops.WIDE_LANES; i += 4) {
            DoubleVector s1 = load(sums, from + TileLoops.WIDE_LANES + i);
            DoubleVector s2 = load(sums, from + 2 * TileLoops.WIDE_LANES + i);
            load(sums, from + i).add(s1).add(s2).mul(quarter).intoArray(out, even + i);
            s1.sub(s2)
                    .sub(load(sums, from + 3 * TileLoops.WIDE_LANES + i))
                    .mul(quarter)
                    .intoArray(out, odd + i);
        }
    }
}
