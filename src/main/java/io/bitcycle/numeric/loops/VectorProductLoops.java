package io.bitcycle.numeric.loops;

/** In vectors of 256 bits. As in {@link VectorLoops}, each method is a compilation of its own. */
final class VectorProductLoops implements ProductLoops {
    @Override
    public int lanes() {
        return VectorProducts.LANES;
    }

    @Override
    public int columns() {
        return VectorProducts.COLUMNS;
    }

    @Override
    public void multiply(
            float[] x, int xAt, int[] offsets, int from, int depth, float[] w, int wAt, float[] out, int at) {
        VectorProducts.multiply(x, xAt, offsets, from, depth, w, wAt, out, at);
    }

    @Override
    public void multiply(
            double[] x, int xAt, int[] offsets, int from, int depth, double[] w, int wAt, double[] out, int at) {
        VectorProducts.multiply(x, xAt, offsets, from, depth, w, wAt, out, at);
    }

    @Override
    public void set(float[] products, double[] sums, int at, int stride) {
        for (int j = 0; j < VectorProducts.COLUMNS; j++) {
            int to = at + j * stride;
            for (int i = 0; i < VectorProducts.LANES; i += VectorWidest.COUNT) {
                VectorWidest.loadWide(products, j * VectorProducts.LANES + i).intoArray(sums, to + i);
            }
        }
    }

    @Override
    public void add(float[] products, double[] sums, int at, int stride) {
        for (int j = 0; j < VectorProducts.COLUMNS; j++) {
            int to = at + j * stride;
            for (int i = 0; i < VectorProducts.LANES; i += VectorWidest.COUNT) {
                VectorWidest.load(sums, to + i)
                        .add(VectorWidest.loadWide(products, j * VectorProducts.LANES + i))
                        .intoArray(sums, to + i);
            }
        }
    }

    @Override
    public void set(double[] products, double[] sums, int at, int stride) {
        for (int j = 0; j < VectorProducts.COLUMNS; j++) {
            int to = at + j * stride;
            for (int i = 0; i < VectorProducts.LANES / 2; i += VectorWidest.COUNT) {
                VectorWidest.load(products, j * VectorProducts.LANES / 2 + i).intoArray(sums, to + i);
            }
        }
    }

    @Override
    public void add(double[] products, double[] sums, int at, int stride) {
        for (int j = 0; j < VectorProducts.COLUMNS; j++) {
            int to = at + j * stride;
            for (int i = 0; i < VectorProducts.LANES / 2; i += VectorWidest.COUNT) {
                VectorWidest.load(sums, to + i)
                        .add(VectorWidest.load(products, j * VectorProducts.LANES / 2 + i))
                        .intoArray(sums, to + i);
            }
        }
    }
}
