package io.bitcycle.numeric.loops;

/** What the loops compute, as plain as can be; for machines and JVMs without anything better. */
public final class PlainLoops implements Loops {
    private static final ProductLoops PRODUCTS = new PlainProductLoops(16, 4);
    private static final TileLoops TILES = new PlainTileLoops();
    private static final SumLoops SUMS = new PlainSumLoops();

    @Override
    public boolean fastProducts() {
        return false;
    }

    @Override
    public ProductLoops products() {
        return PRODUCTS;
    }

    @Override
    public ProductLoops smallProducts() {
        return PRODUCTS;
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
        for (int t = 0; t < DOT_ROWS; t++) {
            for (int u = 0; u < DOT_COLUMNS; u++) {
                for (int i = 0; i < DOT_LANES; i++) {
                    float sum = 0;
                    for (int s = 0; s < steps; s++) {
                        sum += x[rows[row + t] + offsets[s] + i] * y[yAt + u * yStride + s * DOT_LANES + i];
                    }
                    sums[at + t * stride + u * DOT_PARTS + i % DOT_PARTS] += sum;
                }
            }
        }
    }

    @Override
    public void pack(short[] codes, int at, int[] offsets, int from, int depth, float[] out, int to, int step) {
        for (int k = 0; k < depth; k++) {
            for (int i = 0; i < NEIGHBOURS; i++) {
                out[to + k * step + i] = codes[at + offsets[from + k] + i];
            }
        }
    }

    @Override
    public void pack(short[] codes, int at, int[] offsets, int from, int depth, double[] out, int to, int step) {
        for (int k = 0; k < depth; k++) {
            for (int i = 0; i < NEIGHBOURS; i++) {
                out[to + k * step + i] = codes[at + offsets[from + k] + i];
            }
        }
    }

    @Override
    public void widen(short[] codes, int at, int count, float[] out, int outAt) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = codes[at + i];
        }
    }

    @Override
    public void widen(short[] codes, int at, int count, double[] out, int outAt) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = codes[at + i];
        }
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
        for (int p = 0; p < planes; p++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < width; x++) {
                    out[to + (y * pitch + x) * step + p] = codes[at + p * plane + y * width + x];
                }
            }
        }
    }

    @Override
    public void frame(short[] codes, int at, int pitch, int rows, int width, float[] out, int to) {
        for (int y = 0; y < rows; y++) {
            widen(codes, at + y * pitch, width + 2, out, to + y * (width + 1));
        }
    }

    @Override
    public void frame(short[] codes, int at, int pitch, int rows, int width, double[] out, int to) {
        for (int y = 0; y < rows; y++) {
            widen(codes, at + y * pitch, width + 2, out, to + y * (width + 1));
        }
    }

    @Override
    public void split(short[] codes, int at, int count, float[] out, int to, int odd) {
        for (int i = 0; i < count; i++) {
            out[to + i] = codes[at + 2 * i];
            out[to + odd + i] = codes[at + 2 * i + 1];
        }
    }

    @Override
    public void split(short[] codes, int at, int count, double[] out, int to, int odd) {
        for (int i = 0; i < count; i++) {
            out[to + i] = codes[at + 2 * i];
            out[to + odd + i] = codes[at + 2 * i + 1];
        }
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
        for (int row = 0; row < planes * rows; row++) {
            int first = to + row / rows * plane + row % rows * pitch;
            spread(codes, at + row * width, width, centre, out, first);
        }
    }

    static void spread(short[] codes, int at, int count, int centre, short[] out, int to) {
        for (int x = 0; x < count; x++) {
            out[to + x] = (short) (codes[at + x] - centre);
        }
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
        for (int i = 0; i < rows * width; i++) {
            int k = addends.kinds()[row + i / width] + c + i % width;
            double product = sums[s + i / width * pitch + i % width] + factor * edge[e + i] + addends.shift()[k];
            out[outAt + i] = (p * (float) product + q * edgeValue[e + i]) + addends.rest()[k];
        }
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
        for (int i = 0; i < rows * width; i++) {
            int k = addends.kinds()[row + i / width] + c + i % width;
            double product = sums[s + i / width * pitch + i % width] + edge[e + i] + addends.shift()[k];
            out[outAt + i] = unit * (p * (float) product + addends.rest()[k]);
        }
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
        return quantize(values, from, from, to, scale, offset, min, max, noise, codes);
    }

    /** The same from element {@code start} on; the noise is still that of {@code from} at 0. */
    static boolean quantize(
            float[] values,
            int from,
            int start,
            int to,
            float scale,
            float offset,
            float min,
            float max,
            float[] noise,
            short[] codes) {
        boolean finite = true;
        for (int i = start; i < to; i++) {
            float x = values[i];
            finite &= Math.abs(x) <= Float.MAX_VALUE;
            float v = (x - offset) / scale;
            if (noise != null) {
                v += noise[i - from];
            }
            codes[i] = (short) Math.rint(Math.min(Math.max(v, min), max));
        }
        return finite;
    }

    @Override
    public void rectify(float[] in, float[] out, int from, int to, int[] mask) {
        for (int i = from; i < to; i++) {
            out[i] = Math.max(in[i], 0f);
            if (Float.floatToRawIntBits(out[i]) != 0) {
                mask[word(i)] |= bit(i);
            }
        }
    }

    @Override
    public void select(float[] in, float[] out, int from, int to, int[] mask) {
        for (int i = from; i < to; i++) {
            out[i] = (mask[word(i)] & bit(i)) == 0 ? 0f : in[i];
        }
    }

    private static int word(int element) {
        return element / MASKED * 8 + element % 8;
    }

    private static int bit(int element) {
        return 1 << element / 8 % Integer.SIZE;
    }

    @Override
    public void extent(float[] values, int from, int to, float[] minMax) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        minMax[0] = min;
        minMax[1] = max;
    }

    @Override
    public void exp(float[] in, int from, int to, float shift, float[] out) {
        for (int i = from; i < to; i++) {
            out[i] = (float) StrictMath.exp(in[i] - shift);
        }
    }

    @Override
    public void tanh(float[] in, int from, int to, float[] out) {
        for (int i = from; i < to; i++) {
            out[i] = (float) StrictMath.tanh(in[i]);
        }
    }

    @Override
    public void encrypt(long[] left, long[] right, int count, int rounds, RoundKeys keys) {
        encrypt(left, right, 0, count, rounds, keys);
    }

    void encrypt(long[] left, long[] right, int from, int count, int rounds, RoundKeys keys) {
        long leftKey = keys.leftKey();
        long rightKey = keys.rightKey();
        for (int round = 0; round < rounds; round++) {
            for (int i = from; i < count; i++) {
                long l = left[i];
                long r = right[i];
                left[i] = keys.leftFactor() * (r >>> Integer.SIZE) ^ l << Integer.SIZE ^ leftKey;
                right[i] = keys.rightFactor() * (l >>> Integer.SIZE) ^ r << Integer.SIZE ^ rightKey;
            }
            leftKey += keys.leftStep();
            rightKey += keys.rightStep();
        }
    }

    @Override
    public void counters(long first, long high, int count, long[] left, long[] right) {
        counters(first, high, 0, count, left, right);
    }

    void counters(long first, long high, int from, int count, long[] left, long[] right) {
        for (int i = from; i < count; i++) {
            left[i] = Long.rotateRight(first + i, Integer.SIZE);
            right[i] = high;
        }
    }

    @Override
    public void fractions(long[] left, long[] right, int count, float centre, float[] out, int at) {
        fractions(left, right, 0, count, centre, out, at);
    }

    void fractions(long[] left, long[] right, int from, int count, float centre, float[] out, int at) {
        for (int i = from; i < count; i++) {
            out[at + 4 * i] = fraction(left[i] >>> Integer.SIZE) - centre;
            out[at + 4 * i + 1] = fraction(left[i]) - centre;
            out[at + 4 * i + 2] = fraction(right[i] >>> Integer.SIZE) - centre;
            out[at + 4 * i + 3] = fraction(right[i]) - centre;
        }
    }

    private static float fraction(long word) {
        return ((int) word >>> 8) * 0x1p-24f;
    }
}
