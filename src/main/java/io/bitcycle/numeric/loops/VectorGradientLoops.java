package io.bitcycle.numeric.loops;

/** In vectors of 256 bits. As in {@link VectorLoops}, each method is a compilation of its own. */
final class VectorGradientLoops implements GradientLoops {
    @Override
    public void inputs(Rows rows, int at, float[] out, int to, int position) {
        VectorGradients.inputs(rows, at, out, to, position);
    }

    @Override
    public void errors(Rows rows, int at, float[] out, int to, int position) {
        VectorGradients.errors(rows, at, out, to, position);
    }

    @Override
    public void addDots(float[] x, int xAt, float[] e, int eAt, int steps, double[] sums, int at, float[] scratch) {
        VectorGradients.addDots(x, xAt, e, eAt, steps, sums, at, scratch);
    }
}
