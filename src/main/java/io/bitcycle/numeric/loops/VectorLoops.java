package io.bitcycle.numeric.loops;

import jdk.incubator.vector.FloatVector;

/**
 * The loops in vectors of 256 bits, by the JDK's Vector API. This package's classes named Vector... are the only ones that
 * know of that module, which is still incubating; {@link BestLoops} loads them by name.
 *
 * <p>The launcher tells HotSpot not to inline these methods: what is compiled at once may not grow beyond a limit, past which HotSpot
 * inlines no more and makes objects of vectors.
 */
final class VectorLoops implements Loops {
    private static final ProductLoops SMALL_PRODUCTS = new VectorProductLoops();
    private static final ProductLoops PRODUCTS =
            bits() >= FloatVector.SPECIES_512.vectorBitSize() ? new VectorWideProductLoops() : SMALL_PRODUCTS;
    private static final TileLoops TILES = new VectorTileLoops();
    private static final SumLoops SUMS = new VectorSumLoops();
    private static final PlainLoops PLAIN = new PlainLoops();

    @Override
    public boolean fastProducts() {
        // Narrower machines would take these vectors apart, piece by piece.
        return bits() >= FloatVector.SPECIES_256.vectorBitSize();
    }

    /** Of the machine's registers. */
    private static int bits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    @Override
    public ProductLoops products() {
        return PRODUCTS;
    }

    @Override
    public ProductLoops smallProducts() {
        return SMALL_PRODUCTS;
    }

    @Override
    public TileLoops tiles() {
        return TILES;
    }

    @Override
    public SumLoops sums() {
        return SUMS;
    }

    @Override
    public void addDots(
            float[] x,
            int[] rows,
            int row,
            int[] offsets,
            int steps,
            float[] y,
            int yAt,
            int yStride,
            double[] sums,
            int at,
            int stride,
            float[] scratch) {
        VectorDots.multiply(
                x,
                rows[row],
                rows[row + 1],
                rows[row + 2],
                rows[row + 3],
                offsets,
                steps,
                y,
                yAt,
                yAt + yStride,
                scratch);
        for (int t = 0; t < DOT_ROWS; t++) {
            VectorDots.add(scratch, t * DOT_COLUMNS * DOT_LANES, sums, at + t * stride);
        }
    }

    @Override
    public void pack(short[] codes, int at, int[] offsets, int from, int depth, float[] out, int to, int step) {
        VectorCodes.pack(codes, at, offsets, from, depth, out, to, step);
    }

    @Override
    public void pack(short[] codes, int at, int[] offsets, int from, int depth, double[] out, int to, int step) {
        VectorCodes.pack(codes, at, offsets, from, depth, out, to, step);
    }

    @Override
    public void widen(short[] codes, int at, int count, float[] out, int outAt) {
        VectorCodes.widen(codes, at, count, out, outAt);
    }

    @Override
    public void widen(short[] codes, int at, int count, double[] out, int outAt) {
        VectorCodes.widen(codes, at, count, out, outAt);
    }

    @Override
    public void interleave(
            short[] codes,
            int at,
            int plane,
            int planes,
            int rows,
            int width,
            float[] out,
            int to,
            int step,
            int pitch,
            long[] scratch) {
        int count = rows * width;
        if (!VectorInterleaving.suits(codes, at, plane, planes, count, step)) {
            PLAIN.interleave(codes, at, plane, planes, rows, width, out, to, step, pitch, scratch);
        } else if (planes == PLANES) {
            byEight(codes, at, plane, count, scratch);
            rowsOfEights(scratch, rows, width, out, to, step, pitch);
        } else {
            byFour(codes, at, plane, count, scratch);
            rowsOfFours(scratch, rows, width, out, to, pitch);
        }
    }

    private static void byEight(short[] codes, int at, int plane, int count, long[] pixels) {
        VectorInterleaving.byEight(codes, at, plane, count, pixels);
    }

    private static void rowsOfEights(long[] pixels, int rows, int width, float[] out, int at, int step, int pitch) {
        VectorInterleaving.rowsOfEights(pixels, rows, width, out, at, step, pitch);
    }

    private static void byFour(short[] codes, int at, int plane, int count, long[] pixels) {
        VectorInterleaving.byFour(codes, at, plane, count, pixels);
    }

    private static void rowsOfFours(long[] pixels, int rows, int width, float[] out, int at, int pitch) {
        VectorInterleaving.rowsOfFours(pixels, rows, width, out, at, pitch);
    }

    @Override
    public void frame(short[] codes, int at, int pitch, int rows, int width, float[] out, int to) {
        VectorCodes.frame(codes, at, pitch, rows, width, out, to);
    }

    @Override
    public void frame(short[] codes, int at, int pitch, int rows, int width, double[] out, int to) {
        VectorCodes.frame(codes, at, pitch, rows, width, out, to);
    }

    @Override
    public void split(short[] codes, int at, int count, float[] out, int to, int odd) {
        VectorCodes.split(codes, at, count, out, to, odd);
    }

    @Override
    public void split(short[] codes, int at, int count, double[] out, int to, int odd) {
        VectorCodes.split(codes, at, count, out, to, odd);
    }

    @Override
    public void spread(
            short[] codes,
            int at,
            int planes,
            int rows,
            int width,
            int centre,
            short[] out,
            int to,
            int plane,
            int pitch) {
        VectorCodes.spread(codes, at, planes, rows, width, centre, out, to, plane, pitch);
    }

    @Override
    public void dequantize(
            double[] sums,
            int s,
            int pitch,
            double[] edge,
            float[] edgeValue,
            int e,
            double factor,
            Addends addends,
            int row,
            int c,
            float p,
            float q,
            float[] out,
            int outAt,
            int width,
            int rows) {
        VectorValues.dequantize(
                sums, s, pitch, edge, edgeValue, e, factor, addends, row, c, p, q, out, outAt, width, rows);
    }

    @Override
    public void dequantizeRescaled(
            double[] sums,
            int s,
            int pitch,
            double[] edge,
            int e,
            Addends addends,
            int row,
            int c,
            float p,
            float unit,
            float[] out,
            int outAt,
            int width,
            int rows) {
        VectorValues.dequantizeRescaled(sums, s, pitch, edge, e, addends, row, c, p, unit, out, outAt, width, rows);
    }

    @Override
    public boolean quantize(
            float[] values,
            int from,
            int to,
            float scale,
            float offset,
            float min,
            float max,
            float[] noise,
            short[] codes) {
        return VectorCodes.quantize(values, from, to, scale, offset, min, max, noise, codes);
    }

    @Override
    public void rectify(float[] in, float[] out, int from, int to, int[] mask) {
        VectorMasks.rectify(in, out, from, to, mask);
    }

    @Override
    public void select(float[] in, float[] out, int from, int to, int[] mask) {
        VectorMasks.select(in, out, from, to, mask);
    }

    @Override
    public void extent(float[] values, int from, int to, float[] minMax) {
        VectorValues.extent(values, from, to, minMax);
    }

    @Override
    public void exp(float[] in, int from, int to, float shift, float[] out) {
        VectorExponentials.exp(in, from, to, shift, out);
    }

    @Override
    public void tanh(float[] in, int from, int to, float[] out) {
        VectorExponentials.tanh(in, from, to, out);
    }

    @Override
    public void encrypt(long[] left, long[] right, int count, int rounds, RoundKeys keys) {
        VectorCipher.encrypt(left, right, count, rounds, keys);
    }

    @Override
    public void counters(long first, long high, int count, long[] left, long[] right) {
        VectorCipher.counters(first, high, count, left, right);
    }

    @Override
    public void fractions(long[] left, long[] right, int count, float centre, float[] out, int at) {
        VectorCipher.fractions(left, right, count, centre, out, at);
    }
}
