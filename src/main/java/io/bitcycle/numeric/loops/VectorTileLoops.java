package io.bitcycle.numeric.loops;

/** In vectors of 256 bits. As in {@link VectorLoops}, each method is a compilation of its own. */
final class VectorTileLoops implements TileLoops {
    @Override
    public void rows(short[] codes, int at, int pitch, int rows, int tiles, float[] out, int stride) {
        VectorTileTransforms.rows(codes, at, pitch, rows, tiles, out, stride);
    }

    @Override
    public void columns(float[] rows, int stride, int tiles, int count, float[] out, int at, int position, int panel) {
        VectorTileTransforms.columns(rows, stride, tiles, count, out, at, position, panel);
    }

    @Override
    public void widen(float[] in, int count, double[] out) {
        VectorTileTransforms.widen(in, count, out);
    }

    @Override
    public void columns(
            double[] rows, int stride, int tiles, int count, double[] out, int at, int position, int panel) {
        VectorTileTransforms.columns(rows, stride, tiles, count, out, at, position, panel);
    }

    @Override
    public void multiply(
            float[] x,
            int xAt,
            int xStep,
            float[] w,
            int wAt,
            int depth,
            float[] out,
            int outAt,
            int outStep,
            int panels) {
        for (int n = 0; n < panels; n++) {
            VectorTileProducts.multiply(x, xAt + n * xStep, w, wAt, depth, out, outAt + n * outStep);
        }
    }

    @Override
    public void multiply(
            double[] x,
            int xAt,
            int xStep,
            double[] w,
            int wAt,
            int depth,
            double[] out,
            int outAt,
            int outStep,
            int panels) {
        for (int n = 0; n < panels; n++) {
            VectorTileProducts.multiply(x, xAt + n * xStep, w, wAt, depth, out, outAt + n * outStep);
        }
    }

    @Override
    public void outputs(float[] m, int at, int position, int[] out, int outAt, int stride, int[] scratch) {
        VectorTileTransforms.outputs(m, at, position, out, outAt, stride, scratch);
    }

    @Override
    public void outputs(double[] m, int at, int position, double[] out, int outAt, int stride, double[] scratch) {
        VectorTileTransforms.outputs(m, at, position, out, outAt, stride, scratch);
    }
}
