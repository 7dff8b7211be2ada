package io.bitcycle.numeric.loops;

/** What the loops compute, as plain as can be; for machines and JVMs without anything better. */
public final class PlainLoops implements Loops {
    private static final TileLoops TILES = new PlainTileLoops();
    private static final SumLoops SUMS = new PlainSumLoops();
    private static final GradientLoops GRADIENTS = new PlainGradientLoops();

    @Override
    public boolean fastProducts() {
        return false;
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
    public GradientLoops gradients() {
        return GRADIENTS;
    }

    @Override
    public void addProducts(
            float[] x,
            int at0,
            int at1,
            int[] offsets,
            int from,
            int depth,
            float[] w,
            int wAt,
            int wStride,
            double[] sums,
            int at,
            int stride,
            float[] scratch) {
        for (int j = 0; j < COLUMNS; j++) {
            for (int i = 0; i < LANES; i++) {
                int lane = i < LANES / 2 ? at0 + i : at1 + i - LANES / 2;
                float sum = 0;
                for (int k = 0; k < depth; k++) {
                    sum += x[lane + offsets[from + k]] * w[wAt + j * wStride + k];
                }
                sums[at + j * stride + i] += sum;
            }
        }
    }

    @Override
    public void addProducts(
            double[] x,
            int at0,
            int at1,
            int[] offsets,
            int from,
            int depth,
            double[] w,
            int wAt,
            int wStride,
            double[] sums,
            int at,
            int stride) {
        for (int j = 0; j < COLUMNS; j++) {
            for (int i = 0; i < LANES; i++) {
                int lane = i < LANES / 2 ? at0 + i : at1 + i - LANES / 2;
                double sum = 0;
                for (int k = 0; k < depth; k++) {
                    sum += x[lane + offsets[from + k]] * w[wAt + j * wStride + k];
                }
                sums[at + j * stride + i] += sum;
            }
        }
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
    public void pack(short[] codes, int at0, int at1, int[] offsets, int from, int depth, float[] out) {
        for (int k = 0; k < depth; k++) {
            for (int i = 0; i < LANES / 2; i++) {
                out[k * LANES + i] = codes[at0 + offsets[from + k] + i];
                out[k * LANES + LANES / 2 + i] = codes[at1 + offsets[from + k] + i];
            }
        }
    }

    @Override
    public void pack(short[] codes, int at0, int at1, int[] offsets, int from, int depth, double[] out) {
        for (int k = 0; k < depth; k++) {
            for (int i = 0; i < LANES / 2; i++) {
                out[k * LANES + i] = codes[at0 + offsets[from + k] + i];
                out[k * LANES + LANES / 2 + i] = codes[at1 + offsets[from + k] + i];
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
    public void addWeighted(short[] codes, int at, int count, int centre, double weight, double[] sums, int sumsAt) {
        for (int i = 0; i < count; i++) {
            sums[sumsAt + i] += weight * (codes[at + i] - centre);
        }
    }

    @Override
    public void dequantize(
            double[] sums,
            int s,
            double[] edge,
            float[] edgeValue,
            int e,
            double factor,
            Column column,
            int c,
            float p,
            float q,
            float[] out,
            int outAt,
            int width,
            int rows) {
        for (int i = 0; i < rows * width; i++) {
            int x = c + i % width;
            double product = sums[s + i] + factor * edge[e + i] + column.shift()[x];
            out[outAt + i] = (p * (float) product + q * edgeValue[e + i]) + column.rest()[x];
        }
    }

    @Override
    public void dequantizeRescaled(
            double[] sums,
            int s,
            double[] edge,
            int e,
            Column column,
            int c,
            float p,
            float unit,
            float[] out,
            int outAt,
            int width,
            int rows) {
        for (int i = 0; i < rows * width; i++) {
            int x = c + i % width;
            double product = sums[s + i] + edge[e + i] + column.shift()[x];
            out[outAt + i] = unit * (p * (float) product + column.rest()[x]);
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
        boolean finite = true;
        for (int i = from; i < to; i++) {
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
