package io.bitcycle.numeric.loops;

/** What they compute, as plain as can be. */
final class PlainGradientLoops implements GradientLoops {
    @Override
    public void inputs(Rows rows, float[] out, int at, int position) {
        for (int r = 0; r < rows.count(); r++) {
            inputs(rows, r, out, at, position);
        }
    }

    /** One row of tiles. */
    static void inputs(Rows rows, int r, float[] out, int at, int position) {
        for (int x = 0; x < rows.tiles(); x++) {
            int from = 2 * (r * rows.pitch() + x);
            int to = at + r * rows.tiles() + x;
            out[to] = value(rows, from) - value(rows, from + 2);
            out[to + position] = value(rows, from + 1) + value(rows, from + 2);
            out[to + 2 * position] = value(rows, from + 2) - value(rows, from + 1);
            out[to + 3 * position] = value(rows, from + 1) - value(rows, from + 3);
        }
    }

    @Override
    public void errors(Rows rows, float[] out, int at, int position) {
        for (int r = 0; r < rows.count(); r++) {
            errors(rows, r, out, at, position);
        }
    }

    /** One row of tiles. */
    static void errors(Rows rows, int r, float[] out, int at, int position) {
        for (int x = 0; x < rows.tiles(); x++) {
            int from = 2 * (r * rows.pitch() + x);
            int to = at + r * rows.tiles() + x;
            out[to] = value(rows, from);
            out[to + position] = value(rows, from) + value(rows, from + 1);
            out[to + 2 * position] = value(rows, from) - value(rows, from + 1);
            out[to + 3 * position] = value(rows, from + 1);
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
