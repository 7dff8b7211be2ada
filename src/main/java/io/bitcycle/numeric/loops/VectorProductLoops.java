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
    public void set(float[] products, int from, double[] sums, int at, int stride) {
        VectorProductSums.set(products, from, sums, at, stride, VectorProducts.LANES, VectorProducts.COLUMNS);
    }

    @Override
    public void add(float[] products, int from, double[] sums, int at, int stride) {
        VectorProductSums.add(products, from, sums, at, stride, VectorProducts.LANES, VectorProducts.COLUMNS);
    }

    @Override
    public void set(double[] products, int from, double[] sums, int at, int stride) {
        VectorProductSums.set(products, from, sums, at, stride, VectorProducts.LANES / 2, VectorProducts.COLUMNS);
    }

    @Override
    public void add(double[] products, int from, double[] sums, int at, int stride) {
        VectorProductSums.add(products, from, sums, at, stride, VectorProducts.LANES / 2, VectorProducts.COLUMNS);
    }
}
