package io.bitcycle.numeric.loops;

/** What the loops compute. */
final class PlainSumLoops implements SumLoops {
    @Override
    public void add(short[] codes, int at, int count, int[] sums) {
        add(codes, at, 0, count, sums);
    }

    static void add(short[] codes, int at, int from, int count, int[] sums) {
        for (int i = from; i < count; i++) {
            sums[i] += codes[at + i];
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
}
