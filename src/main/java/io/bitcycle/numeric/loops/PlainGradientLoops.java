package io.bitcycle.numeric.loops;

/** What they compute, as plain as can be. */
final class PlainGradientLoops implements GradientLoops {
    @Override
    public void inputs(Rows rows, int at, float[] out, int to, int position) {
        for (int r = 0; r < rows.count(); r++) {
            inputs(rows, r, at, out, to, position);
        }
    }

    /** One row of tiles. */
    static void inputs(Rows rows, int r, int at, float[] out, int to, int position) {
        for (int x = 0; x < rows.tiles(); x++) {
            int from = at + 2 * (r * rows.pitch() + x);
            int i = to + r * rows.tiles() + x;
            out[i] = value(rows, from) - value(rows, from + 2);
            out[i + position] = value(rows, from + 1) + value(rows, from + 2);
            out[i + 2 * position] = value(rows, from + 2) - value(rows, from + 1);
            out[i + 3 * position] = value(rows, from + 1) - value(rows, from + 3);
        }
    }

    @Override
    public void errors(Rows rows, int at, float[] out, int to, int position) {
        for (int r = 0; r < rows.count(); r++) {
            errors(rows, r, at, out, to, position);
        }
    }

    /** One row of tiles. */
    static void errors(Rows rows, int r, int at, float[] out, int to, int position) {
        for (int x = 0; x < rows.tiles(); x++) {
            int from = at + 2 * (r * rows.pitch() + x);
            int i = to + r * rows.tiles() + x;
            out[i] = value(rows, from);
            out[i + position] = value(rows, from) + value(rows, from + 1);
            out[i + 2 * position] = value(rows, from) - value(rows, from + 1);
            out[i + 3 * position] = value(rows, from + 1);
        }
    }

    private static int value(Rows rows, int from) {
        short[] codes = rows.codes();
        return codes[rows.upper() + from] + rows.factor() * codes[rows.lower() + from];
    }

    @Override
    public void addDots(float[] x, int xAt, float[] e, int eAt, int steps, double[] sums, int at, float[] scratch) {
        for (int t = 0; t < INPUTS; t++) {
            for (int u = 0; u < ERRORS; u++) {
                for (int i = 0; i < steps * LANES; i++) {
                    sums[at + (t * ERRORS + u) * PARTS + i % PARTS] +=
                            (double) x[xAt + t * STREAM + i] * e[eAt + u * STREAM + i];
                }
            }
        }
    }
}
