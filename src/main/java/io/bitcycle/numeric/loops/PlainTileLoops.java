package io.bitcycle.numeric.loops;

/** What they compute, as plain as can be. */
final class PlainTileLoops implements TileLoops {
    @Override
    public void rows(short[] codes, int at, int pitch, int rows, int tiles, float[] out, int stride) {
        for (int r = 0; r < rows; r++) {
            row(codes, at + r * pitch, tiles, out, r % 2 * stride + r / 2 * tiles, 2 * stride);
        }
    }

    /** One row; results j are {@code step} apart. */
    static void row(short[] codes, int at, int tiles, float[] out, int to, int step) {
        for (int x = 0; x < tiles; x++) {
            int d0 = codes[at + 2 * x];
            int d1 = codes[at + 2 * x + 1];
            int d2 = codes[at + 2 * x + 2];
            int d3 = codes[at + 2 * x + 3];
            out[to + x] = d0 - d2;
            out[to + step + x] = d1 + d2;
            out[to + 2 * step + x] = d2 - d1;
            out[to + 3 * step + x] = d1 - d3;
        }
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
        columns(rows, stride, tiles, count, at, position, first, lanes, panel, (to, value) -> out[to] = value);
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
        columns(rows, stride, tiles, count, at, position, first, lanes, panel, (to, value) -> out[to] = value);
    }

    /** Takes a result. */
    @FunctionalInterface
    private interface Place {
        void set(int to, float value);
    }

    private static void columns(
            float[] rows,
            int stride,
            int tiles,
            int count,
            int at,
            int position,
            int first,
            int lanes,
            int panel,
            Place place) {
        for (int t = 0; t < count; t++) {
            int to = at + (first + t) / lanes * panel + (first + t) % lanes;
            for (int j = 0; j < 4; j++) {
                for (int i = 0; i < 4; i++) {
                    place.set(to + (4 * i + j) * position, column(rows, 2 * j * stride + t, stride, tiles, i));
                }
            }
        }
    }

    private static float column(float[] rows, int even, int stride, int tiles, int i) {
        return column(rows[even], rows[even + stride], rows[even + tiles], rows[even + stride + tiles], i);
    }

    private static float column(float d0, float d1, float d2, float d3, int i) {
        return switch (i) {
            case 0 -> d0 - d2;
            case 1 -> d1 + d2;
            case 2 -> d2 - d1;
            default -> d1 - d3;
        };
    }

    @Override
    public void outputs(
            double[] m, int at, int position, double[] out, int upper, int further, int below, double[] scratch) {
        double[] tile = new double[POSITIONS];
        for (int i = 0; i < TILES; i++) {
            for (int p = 0; p < POSITIONS; p++) {
                tile[p] = m[at + p * position + i];
            }
            outputs(tile, out, i < TILES / 2 ? upper + 2 * i : further + 2 * i - TILES, below);
        }
    }

    @Override
    public void outputs(
            float[] m, int at, int position, double[] out, int upper, int further, int below, double[] scratch) {
        double[] wide = new double[POSITIONS * TILES];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = m[at + i / TILES * position + i % TILES];
        }
        outputs(wide, 0, TILES, out, upper, further, below, scratch);
    }

    private static void outputs(double[] m, double[] out, int at, int below) {
        double[] upper = new double[4];
        double[] lower = new double[4];
        for (int j = 0; j < 4; j++) {
            upper[j] = m[j] + m[4 + j] + m[8 + j];
            lower[j] = m[4 + j] - m[8 + j] - m[12 + j];
        }
        out[at] = (upper[0] + upper[1] + upper[2]) / 4;
        out[at + 1] = (upper[1] - upper[2] - upper[3]) / 4;
        out[at + below] = (lower[0] + lower[1] + lower[2]) / 4;
        out[at + below + 1] = (lower[1] - lower[2] - lower[3]) / 4;
    }
}
