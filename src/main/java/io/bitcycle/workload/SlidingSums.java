package io.bitcycle.workload;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.numeric.loops.SumLoops;
import java.util.Arrays;

/**
 * Sums over all windows of an image at once: the image is copied into the frame of all that the windows see, then neighbours are
 * added along rows, then along columns. One thread's room for it.
 */
final class SlidingSums {
    private final WindowSums windows;
    private final int rows;
    private final int columns;
    /** Zeros around the image, as no image of other size comes. */
    private final double[] framed;

    private final double[] across;
    private final double[] sums;

    SlidingSums(WindowSums windows) {
        this.windows = windows;
        this.rows = seen(windows.height(), windows.stride(), windows.windowHeight());
        this.columns = seen(windows.width(), windows.stride(), windows.windowWidth());
        this.framed = new double[rows * columns];
        this.across = new double[rows * columns];
        this.sums = new double[rows * columns];
    }

    private static int seen(int count, int stride, int window) {
        return count == 0 || window == 0 ? 0 : (count - 1) * stride + window;
    }

    /** Writes the sums of one image, all images being of one size, from {@code at} on. */
    void slide(double[] pixels, int imageHeight, int imageWidth, double[] out, int at) {
        if (framed.length == 0) {
            Arrays.fill(out, at, at + windows.height() * windows.width(), 0);
            return;
        }
        int top = windows.top();
        int left = windows.left();
        int from = Math.max(0, left);
        int count = Math.min(imageWidth, left + columns) - from;
        for (int i = Math.max(0, top); count > 0 && i < Math.min(imageHeight, top + rows); i++) {
            System.arraycopy(pixels, i * imageWidth + from, framed, (i - top) * columns + from - left, count);
        }
        SumLoops loops = Loops.best().sums();
        loops.addNeighbours(framed, windows.windowWidth(), 1, across);
        loops.addNeighbours(across, windows.windowHeight(), columns, sums);
        for (int y = 0; y < windows.height(); y++) {
            pick(y, out, at + y * windows.width());
        }
    }

    private void pick(int y, double[] out, int at) {
        int stride = windows.stride();
        int first = y * stride * columns;
        if (stride == 1) {
            System.arraycopy(sums, first, out, at, windows.width());
            return;
        }
        for (int x = 0; x < windows.width(); x++) {
            out[at + x] = sums[first + x * stride];
        }
    }
}
