package io.bitcycle.numeric.loops;

/** What the loops compute. */
final class PlainSumLoops implements SumLoops {
    private static final int LANES = 8;

    @Override
    public void add(short[] codes, int at, int plane, int planes, int count, int[] sums) {
        add(codes, at, plane, planes, 0, count, sums);
    }

    static void add(short[] codes, int at, int plane, int planes, int from, int count, int[] sums) {
        for (int p = 0; p < planes; p++) {
            for (int i = from; i < count; i++) {
                sums[i] += codes[at + p * plane + i];
            }
        }
    }

    @Override
    public void addWeighted(short[] codes, int at, int plane, int count, int centre, double[] weights, double[] sums) {
        addWeighted(codes, at, plane, 0, count, centre, weights, sums);
    }

    static void addWeighted(
            short[] codes, int at, int plane, int from, int count, int centre, double[] weights, double[] sums) {
        for (int p = 0; p < weights.length; p++) {
            for (int i = from; i < count; i++) {
                sums[i] += weights[p] * (codes[at + p * plane + i] - centre);
            }
        }
    }

    @Override
    public void addNeighbours(double[] in, int terms, int step, double[] out) {
        addNeighbours(in, 0, terms, step, out);
    }

    static void addNeighbours(double[] in, int from, int terms, int step, double[] out) {
        for (int i = from; i < in.length - (terms - 1) * step; i++) {
            double sum = 0;
            for (int t = 0; t < terms; t++) {
                sum += in[i + t * step];
            }
            out[i] = sum;
        }
    }

    @Override
    public float lanes(float[] values, int from, int to) {
        float lane0 = 0;
        float lane1 = 0;
        float lane2 = 0;
        float lane3 = 0;
        float lane4 = 0;
        float lane5 = 0;
        float lane6 = 0;
        float lane7 = 0;
        int whole = to - (to - from) % LANES;
        for (int i = from; i < whole; i += LANES) {
            lane0 += values[i];
            lane1 += values[i + 1];
            lane2 += values[i + 2];
            lane3 += values[i + 3];
            lane4 += values[i + 4];
            lane5 += values[i + 5];
            lane6 += values[i + 6];
            lane7 += values[i + 7];
        }
        int rest = to - whole;
        lane0 += rest > 0 ? values[whole] : 0;
        lane1 += rest > 1 ? values[whole + 1] : 0;
        lane2 += rest > 2 ? values[whole + 2] : 0;
        lane3 += rest > 3 ? values[whole + 3] : 0;
        lane4 += rest > 4 ? values[whole + 4] : 0;
        lane5 += rest > 5 ? values[whole + 5] : 0;
        lane6 += rest > 6 ? values[whole + 6] : 0;
        return ((lane0 + lane4) + (lane2 + lane6)) + ((lane1 + lane5) + (lane3 + lane7));
    }

    @Override
    public float squares(float[] values, int from, int to, float centre) {
        float[] squares = new float[to - from];
        for (int i = 0; i < squares.length; i++) {
            float deviation = values[from + i] - centre;
            squares[i] = deviation * deviation;
        }
        return lanes(squares, 0, squares.length);
    }

    @Override
    public void products(
            float[] x, float[] y, int from, int to, float centre, float[] sums, float[] products, int slot) {
        float[] each = new float[to - from];
        for (int i = 0; i < each.length; i++) {
            each[i] = x[from + i] * (y[from + i] - centre);
        }
        sums[slot] = lanes(x, from, to);
        products[slot] = lanes(each, 0, each.length);
    }
}
