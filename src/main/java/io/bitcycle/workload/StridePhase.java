package io.bitcycle.workload;

/**
 * One axis of one phase of a strided backward-data pass. Input pixel h meets tap kh at output (h + padding - kh) / stride,
 * so the pixels with (h + padding) mod stride = phase only ever meet the taps with kh mod stride = phase: each phase is a
 * dense convolution of the errors, and nothing is multiplied by an inserted zero.
 *
 * <p>Pixel i of the phase is h = firstPixel + i x stride and meets tap j of the phase, kh = phase + j x stride, at output
 * firstOutput + i - j.
 *
 * @param phase remainder, 0 to stride - 1
 * @param firstPixel the smallest h of the phase
 * @param pixels how many
 * @param taps kernel taps of the phase
 * @param firstOutput output position that the first pixel meets at tap 0 of the phase
 */
public record StridePhase(int phase, int firstPixel, int pixels, int taps, int firstOutput) {
    /** The phase {@code phase} of an axis of {@code size} pixels; it may have no pixels or no taps. */
    public static StridePhase of(int phase, int size, int kernel, int stride, int padding) {
        int firstPixel = Math.floorMod(phase - padding, stride);
        int pixels = firstPixel >= size ? 0 : (size - 1 - firstPixel) / stride + 1;
        int taps = phase >= kernel ? 0 : (kernel - 1 - phase) / stride + 1;
        return new StridePhase(phase, firstPixel, pixels, taps, (firstPixel + padding - phase) / stride);
    }

    public boolean isEmpty() {
        return pixels == 0 || taps == 0;
    }

    /** Per pixel of the phase, the taps of the phase that meet one of {@code outputs} output positions. */
    public Window[] windows(int outputs) {
        Window[] windows = new Window[pixels];
        for (int i = 0; i < pixels; i++) {
            int top = firstOutput + i;
            int from = Math.max(0, top - outputs + 1);
            windows[i] = new Window(from, Math.max(from, Math.min(taps, top + 1)));
        }
        return windows;
    }
}
