package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Alignment;
import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.numeric.loops.ProductLoops;
import io.bitcycle.tensor.OffsetMatrix;
import java.util.Arrays;

/**
 * One thread's part of a {@link FrameGradient}. The depth of its products are the outputs of a line. A panel's lanes are 16 channels of
 * an image, which lie next to each other, or, since the next tap's inputs are those of the next output, of neighbouring taps.
 */
final class FrameGradientPanel {
    /** Channels that lie next to each other. */
    static final int CHANNELS = 16;
    /** Products that are summed at once: images and errors stay in the first-level cache. */
    static final int DEPTH = 384;

    private static final ThreadLocal<FrameGradientPanel> LOCAL = ThreadLocal.withInitial(FrameGradientPanel::new);

    private final ProductLoops loops = Loops.best().products();
    /** Neighbouring taps of a panel, 1 or a row of them. */
    private final int taps = loops.lanes() / CHANNELS;

    private final float[] products = new float[Alignment.FLOATS + loops.lanes() * loops.columns()];
    private volatile boolean isOpen;
    private Gradient gradient;
    /** Of neighbouring outputs. */
    private int[] offsets;

    private Frame frame;
    private final Loops codesLoops = Loops.best();
    private long[] scratch = new long[0];
    private float[] images = new float[0];
    private float[] errors = new float[0];
    private double[] sums = new double[0];

    /**
     * With no sums yet. The calling thread's own, unless that still waits to be collected: between the lines of a gradient a thread may have
     * lines of others.
     */
    static FrameGradientPanel open(Gradient gradient, Frame frame) {
        FrameGradientPanel own = LOCAL.get();
        FrameGradientPanel free = own.isOpen ? new FrameGradientPanel() : own;
        free.begin(gradient, frame);
        return free;
    }

    private static int blocks(int count, int each) {
        return (count + each - 1) / each;
    }

    private void begin(Gradient of, Frame laidOutAs) {
        isOpen = true;
        gradient = of;
        frame = laidOutAs;
        offsets = OffsetMatrix.steps(DEPTH, gradient.stride() * CHANNELS);
        int groups = blocks(gradient.channels(), CHANNELS);
        int length = Alignment.FLOATS + groups * gradient.stride() * pixels() * CHANNELS;
        images = images.length < length ? new float[length] : images;
        int width = FrameWeights.padded(gradient.columns());
        errors = errors.length < width * frame.lanes() ? new float[width * frame.lanes()] : errors;
        int room = 2 * ((frame.height() + 2) * gradient.images().width() + 8);
        scratch = scratch.length < room ? new long[room] : scratch;
        int size = Alignment.DOUBLES + panels() * width * loops.lanes();
        if (sums.length < size) {
            sums = new double[size];
        } else {
            Arrays.fill(sums, 0, size, 0);
        }
    }

    /** Adds the products of a line. */
    void add(int line, int run) {
        int depth = frame.lanes();
        layOut(line);
        int pieces = blocks(depth, run);
        for (int piece = 0; piece < pieces; piece++) {
            int from = (int) ((long) depth * piece / pieces);
            int to = (int) ((long) depth * (piece + 1) / pieces);
            for (int panel = 0; panel < panels(); panel++) {
                add(panel, from, to - from);
            }
        }
    }

    private void add(int panel, int from, int depth) {
        int group = panel * taps / Stencil.TAPS;
        int tap = panel * taps % Stencil.TAPS;
        int stride = gradient.stride();
        int row = tap / 3;
        int line = group * stride + row % stride;
        int pixel = stride * (from + row / stride * frame.pitch()) + tap % 3;
        int x = Alignment.FLOATS + (line * pixels() + pixel) * CHANNELS;
        int lanes = loops.lanes();
        int width = FrameWeights.padded(gradient.columns());
        for (int j = 0; j < width; j += loops.columns()) {
            int e = j * frame.lanes() + from * loops.columns();
            loops.multiply(images, x, offsets, 0, depth, errors, e, products, Alignment.FLOATS);
            loops.add(products, Alignment.FLOATS, sums, Alignment.DOUBLES + (panel * width + j) * lanes, lanes);
        }
    }

    /** Pixels of a line of inputs: those of all outputs, and of the frame that the last of them sees. */
    private int pixels() {
        int stride = gradient.stride();
        return stride * (frame.lanes() + 2 / stride * frame.pitch()) + 2;
    }

    private int panels() {
        return blocks(gradient.channels(), CHANNELS) * Stencil.TAPS / taps;
    }

    private void layOut(int line) {
        int errorPlane = gradient.height() * frame.width();
        int rows = frame.rows(line);
        int width = frame.width();
        Arrays.fill(errors, 0, FrameWeights.padded(gradient.columns()) * frame.lanes(), 0);
        for (int i = 0; i < frame.images(line, gradient.batch()); i++) {
            int image = frame.firstImage(line) + i;
            int row = frame.firstRow(line);
            int lane = i * frame.imagePitch();
            layOutInputs(image, row, rows, i);
            int columns = loops.columns();
            for (int j = 0; j < gradient.columns(); j += planes(columns)) {
                int from = gradient.errorPlane(image, j) + row * width;
                int to = (j / columns * frame.lanes() + lane) * columns + j % columns;
                int some = Math.min(planes(columns), gradient.columns() - j);
                short[] codes = gradient.errors().codes();
                codesLoops.interleave(
                        codes, from, errorPlane, some, rows, width, errors, to, columns, frame.pitch(), scratch);
            }
        }
    }

    /**
     * The inputs of a line's image: rows whose numbers have the same remainder by the stride are lines of their own.
     *
     * @param place of the image in the line
     */
    private void layOutInputs(int image, int row, int rows, int place) {
        int width = gradient.images().width();
        int plane = gradient.images().height() * width;
        int stride = gradient.stride();
        int pitch = stride * frame.pitch();
        int count = stride * (rows - 1) + 3;
        int atOnce = stride == 1 ? count : 1;
        for (int c = 0; c < gradient.channels(); c += planes(CHANNELS)) {
            int some = Math.min(planes(CHANNELS), gradient.channels() - c);
            int from = gradient.plane(image, c) + stride * row * width;
            for (int y = 0; y < count; y += atOnce) {
                int line = c / CHANNELS * stride + y % stride;
                int pixel = y / stride * pitch + stride * place * frame.imagePitch();
                int to = Alignment.FLOATS + (line * pixels() + pixel) * CHANNELS + c % CHANNELS;
                short[] codes = gradient.images().codes();
                codesLoops.interleave(
                        codes, from + y * width, plane, some, atOnce, width, images, to, CHANNELS, pitch, scratch);
            }
        }
    }

    /** Planes that are laid out at once, of groups of so many. */
    private static int planes(int group) {
        return Math.min(Loops.PLANES, group);
    }

    /** Adds the sums of the channels [first, end) to gradients [channels, 3, 3, columns]. */
    void collect(int first, int end, long[] c) {
        int columns = gradient.columns();
        int width = FrameWeights.padded(columns);
        int lanes = loops.lanes();
        for (int channel = first; channel < end; channel++) {
            for (int tap = 0; tap < Stencil.TAPS; tap++) {
                int unit = channel / CHANNELS * Stencil.TAPS + tap;
                int from =
                        Alignment.DOUBLES + unit / taps * width * lanes + unit % taps * CHANNELS + channel % CHANNELS;
                int to = (channel * Stencil.TAPS + tap) * columns;
                for (int j = 0; j < columns; j++) {
                    c[to + j] += (long) sums[from + j * lanes];
                }
            }
        }
    }

    /** Ends the sums, on whatever thread. */
    void close() {
        gradient = null;
        isOpen = false;
    }
}
