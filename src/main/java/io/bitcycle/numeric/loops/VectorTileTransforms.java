package io.bitcycle.numeric.loops;

import static io.bitcycle.numeric.loops.VectorClasses.evens;
import static io.bitcycle.numeric.loops.VectorClasses.floats;
import static io.bitcycle.numeric.loops.VectorClasses.odds;
import static io.bitcycle.numeric.loops.VectorClasses.pairs;
import static io.bitcycle.numeric.loops.VectorWidest.COUNT;
import static io.bitcycle.numeric.loops.VectorWidest.DOUBLES;
import static io.bitcycle.numeric.loops.VectorWidest.DOUBLES_CLASS;
import static io.bitcycle.numeric.loops.VectorWidest.FULL;
import static io.bitcycle.numeric.loops.VectorWidest.all;
import static io.bitcycle.numeric.loops.VectorWidest.load;
import static io.bitcycle.numeric.loops.VectorWidest.loadFull;
import static io.bitcycle.numeric.loops.VectorWidest.loadWide;
import static io.bitcycle.numeric.loops.VectorWidest.wide;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** The transforms of {@link TileLoops}. */
final class VectorTileTransforms {
    /** Tiles of a row that are transformed at once. */
    private static final int ROW = 8;

    /** Each lane of a half twice, and which of the two becomes another vector's. */
    private static final VectorShuffle<Double> FIRST_HALF = VectorShuffle.fromOp(DOUBLES, i -> i / 2);

    private static final VectorShuffle<Double> SECOND_HALF = VectorShuffle.fromOp(DOUBLES, i -> (COUNT + i) / 2);
    private static final VectorMask<Double> ODD = VectorMask.fromLong(DOUBLES, 0b1010_1010);

    private VectorTileTransforms() {}

    static void rows(short[] codes, int at, int pitch, int rows, int tiles, float[] out, int stride) {
        int read = 2 * ((tiles + ROW - 1) / ROW * ROW) + 2;
        for (int r = 0; r < rows; r++) {
            int from = at + r * pitch;
            int to = r % 2 * stride + r / 2 * tiles;
            if (from + read > codes.length) {
                PlainTileLoops.row(codes, from, tiles, out, to, 2 * stride);
                continue;
            }
            // What the last vector writes beyond the row, the next row overwrites.
            row(codes, from, out, to, 2 * stride);
            for (int x = ROW; x < tiles; x += ROW) {
                row(codes, from + 2 * x, out, to + x, 2 * stride);
            }
        }
    }

    private static void row(short[] codes, int at, float[] out, int to, int step) {
        IntVector low = pairs(codes, at);
        IntVector high = pairs(codes, at + 2);
        IntVector d0 = evens(low);
        IntVector d1 = odds(low);
        IntVector d2 = evens(high);
        IntVector d3 = odds(high);
        floats(d0.sub(d2)).intoArray(out, to);
        floats(d1.add(d2)).intoArray(out, to + step);
        floats(d2.sub(d1)).intoArray(out, to + 2 * step);
        floats(d1.sub(d3)).intoArray(out, to + 3 * step);
    }

    static void columns(
            float[] rows,
            int stride,
            int tiles,
            int count,
            double[] out,
            int at,
            int position,
            int first,
            int lanes,
            int panel) {
        for (int t = 0; t < count; t += COUNT) {
            int to = at + (first + t) / lanes * panel + (first + t) % lanes;
            for (int j = 0; j < 4; j++) {
                column(rows, 2 * j * stride + t, stride, tiles, out, to + j * position, 4 * position);
            }
        }
    }

    private static void column(float[] rows, int even, int stride, int tiles, double[] out, int to, int step) {
        FloatVector d0 = load(rows, even);
        FloatVector d1 = load(rows, even + stride);
        FloatVector d2 = load(rows, even + tiles);
        FloatVector d3 = load(rows, even + stride + tiles);
        wide(d0.sub(d2)).intoArray(out, to);
        wide(d1.add(d2)).intoArray(out, to + step);
        wide(d2.sub(d1)).intoArray(out, to + 2 * step);
        wide(d1.sub(d3)).intoArray(out, to + 3 * step);
    }

    static void columns(
            float[] rows,
            int stride,
            int tiles,
            int count,
            float[] out,
            int at,
            int position,
            int first,
            int lanes,
            int panel) {
        boolean whole = lanes % FULL == 0 && first % FULL == 0;
        int t = 0;
        for (; whole && t + FULL <= count; t += FULL) {
            int to = at + (first + t) / lanes * panel + (first + t) % lanes;
            for (int j = 0; j < 4; j++) {
                fullColumn(rows, 2 * j * stride + t, stride, tiles, out, to + j * position, 4 * position);
            }
        }
        for (; t < count; t += COUNT) {
            int to = at + (first + t) / lanes * panel + (first + t) % lanes;
            for (int j = 0; j < 4; j++) {
                column(rows, 2 * j * stride + t, stride, tiles, out, to + j * position, 4 * position);
            }
        }
    }

    private static void fullColumn(float[] rows, int even, int stride, int tiles, float[] out, int to, int step) {
        FloatVector d0 = loadFull(rows, even);
        FloatVector d1 = loadFull(rows, even + stride);
        FloatVector d2 = loadFull(rows, even + tiles);
        FloatVector d3 = loadFull(rows, even + stride + tiles);
        d0.sub(d2).intoArray(out, to);
        d1.add(d2).intoArray(out, to + step);
        d2.sub(d1).intoArray(out, to + 2 * step);
        d1.sub(d3).intoArray(out, to + 3 * step);
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

    static void outputs(
            double[] m, int at, int position, double[] out, int upper, int further, int below, double[] scratch) {
        for (int i = 0; i < 4 * TileLoops.TILES; i += COUNT) {
            int from = at + i / TileLoops.TILES * position + i % TileLoops.TILES;
            DoubleVector a = load(m, from + 4 * position);
            DoubleVector b = load(m, from + 8 * position);
            load(m, from).add(a).add(b).intoArray(scratch, i);
            a.sub(b).sub(load(m, from + 12 * position)).intoArray(scratch, 4 * TileLoops.TILES + i);
        }
        outputs(scratch, out, upper, further, below);
    }

    static void outputs(
            float[] m, int at, int position, double[] out, int upper, int further, int below, double[] scratch) {
        for (int i = 0; i < 4 * TileLoops.TILES; i += COUNT) {
            int from = at + i / TileLoops.TILES * position + i % TileLoops.TILES;
            DoubleVector a = loadWide(m, from + 4 * position);
            DoubleVector b = loadWide(m, from + 8 * position);
            loadWide(m, from).add(a).add(b).intoArray(scratch, i);
            a.sub(b).sub(loadWide(m, from + 12 * position)).intoArray(scratch, 4 * TileLoops.TILES + i);
        }
        outputs(scratch, out, upper, further, below);
    }

    /** Of sums over rows. */
    private static void outputs(double[] sums, double[] out, int upper, int further, int below) {
        for (int i = 0; i < TileLoops.TILES; i += COUNT) {
            int first = i == 0 ? upper : further;
            int second = COUNT == TileLoops.TILES ? further : first + COUNT;
            row(sums, i, out, first, second);
            row(sums, 4 * TileLoops.TILES + i, out, first + below, second + below);
        }
    }

    /** The outputs of a row, even and odd ones side by side. Vectors are no parameters: HotSpot might not inline this. */
    private static void row(double[] sums, int from, double[] out, int first, int second) {
        DoubleVector quarter = all(0.25);
        DoubleVector s1 = load(sums, from + TileLoops.TILES);
        DoubleVector s2 = load(sums, from + 2 * TileLoops.TILES);
        DoubleVector even = DOUBLES_CLASS.cast(load(sums, from).add(s1).add(s2).mul(quarter));
        DoubleVector odd = DOUBLES_CLASS.cast(
                s1.sub(s2).sub(load(sums, from + 3 * TileLoops.TILES)).mul(quarter));
        DOUBLES_CLASS
                .cast(even.rearrange(FIRST_HALF).blend(odd.rearrange(FIRST_HALF), ODD))
                .intoArray(out, first);
        DOUBLES_CLASS
                .cast(even.rearrange(SECOND_HALF).blend(odd.rearrange(SECOND_HALF), ODD))
                .intoArray(out, second);
    }
}
