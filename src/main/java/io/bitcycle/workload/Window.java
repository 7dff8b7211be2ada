package io.bitcycle.workload;

import java.util.Arrays;

/** The half-open interval [from, to) of taps (or positions) of one axis that lie inside the image. */
public record Window(int from, int to) {
    public boolean contains(int tap) {
        return tap >= from && tap < to;
    }

    public int size() {
        return Math.max(0, to - from);
    }

    /**
     * Per output position, the kernel taps inside an axis of {@code size} pixels: tap j of position p reads pixel
     * p x stride - padding + j.
     */
    public static Window[] taps(int positions, int kernel, int stride, int padding, int size) {
        Window[] windows = new Window[positions];
        for (int p = 0; p < positions; p++) {
            int first = p * stride - padding;
            windows[p] = new Window(Math.max(0, -first), Math.min(kernel, size - first));
        }
        return windows;
    }

    /** Per kernel tap, the output positions whose pixel lies inside the axis: the transpose of {@link #taps}. */
    public static Window[] positions(int positions, int kernel, int stride, int padding, int size) {
        Window[] windows = new Window[kernel];
        for (int tap = 0; tap < kernel; tap++) {
            int from = Math.max(0, Math.floorDiv(padding - tap + stride - 1, stride));
            int to = Math.min(positions, Math.floorDiv(size - 1 + padding - tap, stride) + 1);
            windows[tap] = new Window(from, Math.max(from, to));
        }
        return windows;
    }

    /** The number of in-bounds taps over all windows. */
    static long total(Window[] windows) {
        long total = 0;
        for (Window window : windows) {
            total += window.size();
        }
        return total;
    }

    /** The sum of the sizes of the distinct windows. */
    static long totalDistinct(Window[] windows) {
        return Arrays.stream(windows).distinct().mapToLong(Window::size).sum();
    }
}
