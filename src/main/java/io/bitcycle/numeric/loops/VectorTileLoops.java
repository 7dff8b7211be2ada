package io.bitcycle.numeric.loops;

/** In vectors of 256 bits. As in {@link VectorLoops}, each method is a compilation of its own. */
final class VectorTileLoops implements TileLoops {
    @Override
    public void rows(short[] codes, int at, int pitch, int rows, int tiles, float[] out, int stride) {
        VectorTileTransforms.rows(codes, at, pitch, rows, tiles, out, stride);
    }

    @Override
    public void columns(
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
        VectorTileTransforms.columns(rows, stride, tiles, count, out, at, position, first, lanes, panel);
    }

    @Override
    public void columns(
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
        VectorTileTransforms.columns(rows, stride, tiles, count, out, at, position, first, lanes, panel);
    }

    @Override
    public void outputs(
            float[] m, int at, int position, double[] out, int upper, int further, int below, double[] scratch) {
        VectorTileTransforms.outputs(m, at, position, out, upper, further, below, scratch);
    }

    @Override
    public void outputs(
            double[] m, int at, int position, double[] out, int upper, int further, int below, double[] scratch) {
        VectorTileTransforms.outputs(m, at, position, out, upper, further, below, scratch);
    }
}
