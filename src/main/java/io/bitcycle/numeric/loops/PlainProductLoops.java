package io.bitcycle.numeric.loops;

/** What they compute, as plain as can be, for panels of any size. */
record PlainProductLoops(int lanes, int columns) implements ProductLoops {
    @Override
    public void multiply(
            float[] x, int xAt, int[] offsets, int from, int depth, float[] w, int wAt, float[] out, int at) {
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < lanes; i++) {
                float sum = 0;
                for (int k = 0; k < depth; k++) {
                    sum += x[xAt + offsets[from + k] + i] * w[wAt + k * columns + j];
                }
                out[at + j * lanes + i] = sum;
            }
        }
    }

    @Override
    public void multiply(
            double[] x, int xAt, int[] offsets, int from, int depth, double[] w, int wAt, double[] out, int at) {
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < lanes / 2; i++) {
                double sum = 0;
                for (int k = 0; k < depth; k++) {
                    sum += x[xAt + offsets[from + k] + i] * w[wAt + k * columns + j];
                }
                out[at + j * lanes / 2 + i] = sum;
            }
        }
    }

    @Override
    public void set(float[] products, int from, double[] sums, int at, int stride) {
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < lanes; i++) {
                sums[at + j * stride + i] = products[from + j * lanes + i];
            }
        }
    }

    @Override
    public void add(float[] products, int from, double[] sums, int at, int stride) {
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < lanes; i++) {
                sums[at + j * stride + i] += products[from + j * lanes + i];
            }
        }
    }

    @Override
    public void set(double[] products, int from, double[] sums, int at, int stride) {
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < lanes / 2; i++) {
                sums[at + j * stride + i] = products[from + j * lanes / 2 + i];
            }
        }
    }

    @Override
    public void add(double[] products, int from, double[] sums, int at, int stride) {
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < lanes / 2; i++) {
                sums[at + j * stride + i] += products[from + j * lanes / 2 + i];
            }
        }
    }
}
