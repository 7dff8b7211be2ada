package io.bitcycle.simulator.kernel;

import static io.bitcycle.numeric.loops.GradientLoops.ERRORS;
import static io.bitcycle.numeric.loops.GradientLoops.INPUTS;
import static io.bitcycle.numeric.loops.GradientLoops.LANES;
import static io.bitcycle.numeric.loops.GradientLoops.PARTS;
import static io.bitcycle.numeric.loops.GradientLoops.POSITIONS;
import static io.bitcycle.numeric.loops.GradientLoops.STREAM;

import io.bitcycle.numeric.loops.GradientLoops;
import io.bitcycle.numeric.loops.Loops;
import java.util.Arrays;

/**
 * One thread's part of a {@link WinogradGradient}: a row of positions, for some channels and columns. Tiles are transformed into one
 * stream per position and channel.
 */
final class GradientPanel {
    /** Channels whose streams of a position stay in the first-level cache while all columns pass by. */
    private static final int TOGETHER = 2 * INPUTS;
    /** Parts of the sums of streams that are multiplied at once. */
    private static final int DOTS = INPUTS * ERRORS * PARTS;

    // Rows of Bᵀ: an upper row of a tile's four, plus a factor times a lower one.
    private static final int[] INPUT_UPPER = {0, 1, 2, 1};
    private static final int[] INPUT_LOWER = {2, 2, 1, 3};
    private static final int[] INPUT_FACTOR = {-1, 1, -1, -1};
    // Rows of G, likewise of two.
    private static final int[] ERROR_UPPER = {0, 0, 0, 1};
    private static final int[] ERROR_LOWER = {1, 1, 1, 0};
    private static final int[] ERROR_FACTOR = {0, 1, -1, 0};
    /** Rows of A, doubled, with the halves that G should have. */
    private static final int[][] OUTPUT = {{2, 0, 0}, {1, 1, 1}, {1, -1, 1}, {0, 0, -2}};

    private static final ThreadLocal<GradientPanel> LOCAL = ThreadLocal.withInitial(GradientPanel::new);

    private final GradientLoops loops = Loops.best().gradients();
    private final float[] inputs = new float[POSITIONS * TOGETHER * STREAM];
    private final float[] scratch = new float[INPUTS * ERRORS * LANES];
    private float[] errors = new float[0];
    private double[] sums = new double[0];

    private Gradient gradient;
    private WinogradTiles tiles;
    private int row;
    private int channel;
    private int channels;
    private int column;
    private int columns;
    private int pairs;

    /** The calling thread's own. */
    static GradientPanel local() {
        return LOCAL.get();
    }

    /**
     * Begins with sums of zero.
     *
     * @param row of positions
     * @param channel the first one
     * @param column the first one
     * @param most channels and columns to do
     */
    void open(Gradient gradient, WinogradTiles tiles, int row, int channel, int column, int most) {
        this.gradient = gradient;
        this.tiles = tiles;
        this.row = row;
        this.channel = channel;
        this.column = column;
        channels = Math.min(most, gradient.channels() - channel);
        columns = Math.min(most, gradient.columns() - column);
        pairs = (columns + ERRORS - 1) / ERRORS;
        if (errors.length < POSITIONS * errorPosition()) {
            errors = new float[POSITIONS * errorPosition()];
        }
        if (sums.length < POSITIONS * sumPosition()) {
            sums = new double[POSITIONS * sumPosition()];
        } else {
            Arrays.fill(sums, 0, POSITIONS * sumPosition(), 0);
        }
    }

    /** Elements from the streams of a position to the next. Streams that fill up hold what they held: it is finite, and not collected. */
    private int errorPosition() {
        return pairs * ERRORS * STREAM;
    }

    /** Sums from a position to the next. */
    private int sumPosition() {
        return (channels + INPUTS - 1) / INPUTS * pairs * DOTS;
    }

    /**
     * Adds the products of strips [from, to).
     *
     * @param runs by position, vectors to sum at once
     */
    void add(int from, int to, int[] runs) {
        for (int strip = from; strip < to; strip += tiles.together()) {
            int count = Math.min(tiles.together(), to - strip);
            int vectors = (count * tiles.count() + LANES - 1) / LANES;
            transformErrors(strip, count, vectors * LANES);
            for (int c = 0; c < channels; c += TOGETHER) {
                transformInputs(strip, count, c);
                for (int position = 0; position < POSITIONS; position++) {
                    int run = runs[row * POSITIONS + position];
                    for (int v = 0; v < vectors; v += run) {
                        multiply(position, c, v, Math.min(run, vectors - v));
                    }
                }
            }
        }
    }

    private void transformErrors(int first, int count, int end) {
        int width = gradient.width();
        GradientLoops.Rows rows = new GradientLoops.Rows(
                gradient.errors().codes(),
                ERROR_UPPER[row] * width,
                ERROR_LOWER[row] * width,
                ERROR_FACTOR[row],
                width,
                tiles.height(),
                tiles.width());
        for (int i = 0; i < count; i++) {
            int image = (first + i) / tiles.strips();
            int down = (first + i) % tiles.strips() * 2 * tiles.height() * width;
            for (int o = 0; o < columns; o++) {
                int at = gradient.errorPlane(image, column + o) + down;
                loops.errors(rows, at, errors, o * STREAM + i * tiles.count(), errorPosition());
            }
        }
        for (int stream = 0; stream < POSITIONS * pairs * ERRORS; stream++) {
            Arrays.fill(errors, stream * STREAM + count * tiles.count(), stream * STREAM + end, 0);
        }
    }

    /** Of {@link #TOGETHER} channels from this one on. */
    private void transformInputs(int first, int count, int from) {
        int pitch = gradient.images().width();
        GradientLoops.Rows rows = new GradientLoops.Rows(
                gradient.images().codes(),
                INPUT_UPPER[row] * pitch,
                INPUT_LOWER[row] * pitch,
                INPUT_FACTOR[row],
                pitch,
                tiles.height(),
                tiles.width());
        for (int i = 0; i < count; i++) {
            int image = (first + i) / tiles.strips();
            int down = (first + i) % tiles.strips() * 2 * tiles.height() * pitch;
            for (int c = from; c < Math.min(channels, from + TOGETHER); c++) {
                int at = gradient.plane(image, channel + c) + down;
                loops.inputs(rows, at, inputs, (c - from) * STREAM + i * tiles.count(), TOGETHER * STREAM);
            }
        }
    }

    /** Products of {@link #TOGETHER} channels from this one on, and these vectors. */
    private void multiply(int position, int from, int vector, int vectors) {
        int x = position * TOGETHER * STREAM + vector * LANES;
        int e = position * errorPosition() + vector * LANES;
        int end = Math.min(channels, from + TOGETHER);
        for (int pair = 0; pair < pairs; pair++) {
            for (int c = from; c < end; c += INPUTS) {
                loops.addDots(
                        inputs,
                        x + (c - from) * STREAM,
                        errors,
                        e + pair * ERRORS * STREAM,
                        vectors,
                        sums,
                        position * sumPosition() + (c / INPUTS * pairs + pair) * DOTS,
                        scratch);
            }
        }
    }

    /** Adds four times this row's share of the gradients. */
    void collect(long[] out) {
        int step = gradient.columns();
        for (int c = 0; c < channels; c++) {
            for (int o = 0; o < columns; o++) {
                int at = (c / INPUTS * pairs + o / ERRORS) * DOTS + (c % INPUTS * ERRORS + o % ERRORS) * PARTS;
                long m0 = sum(at);
                long m1 = sum(at + sumPosition());
                long m2 = sum(at + 2 * sumPosition());
                long m3 = sum(at + 3 * sumPosition());
                int to = (channel + c) * Stencil.TAPS * step + column + o;
                for (int factor : OUTPUT[row]) {
                    out[to] += factor * (2 * m0 + m1 + m2);
                    out[to + step] += factor * (m1 - m2);
                    out[to + 2 * step] += factor * (m1 + m2 - 2 * m3);
                    to += 3 * step;
                }
            }
        }
    }

    private long sum(int at) {
        return (long) (sums[at] + sums[at + 1] + sums[at + 2] + sums[at + 3]);
    }
}
