package io.bitcycle.workload;

import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.Parallel;
import java.util.Arrays;

/**
 * Sums of codes over channels and then over windows of pixels, as the adders at the array's edge form them, in binary64:
 * exact as long as they stay within 2^53.
 *
 * @param height rows of windows
 * @param width windows in a row
 * @param top input row of the first window's first row; rows outside the image count as zeros
 * @param left input column of its first column
 * @param stride pixels from a window to the next
 * @param windowHeight rows of a window
 * @param windowWidth columns of a window
 */
public record WindowSums(int height, int width, int top, int left, int stride, int windowHeight, int windowWidth) {
    /** The windows of a forward pass. */
    public static WindowSums forward(ConvShape shape) {
        return new WindowSums(
                shape.outHeight(),
                shape.outWidth(),
                -shape.padding(),
                -shape.padding(),
                shape.stride(),
                shape.kernelHeight(),
                shape.kernelWidth());
    }

    /** The windows of errors that one phase of a backward-data pass sees. */
    public static WindowSums backward(StridePhase y, StridePhase x) {
        return new WindowSums(
                y.pixels(),
                x.pixels(),
                y.firstOutput() - y.taps() + 1,
                x.firstOutput() - x.taps() + 1,
                1,
                y.taps(),
                x.taps());
    }

    /**
     * Per window, the sum over its pixels and over channels c of weights[c] x (code - centre).
     *
     * @param codes [N, C, H, W]
     * @param from first channel
     * @param weights one per channel summed
     * @return [N, height, width]
     */
    public double[] of(CodeTensor codes, int from, double[] weights, int centre, Parallel parallel) {
        int plane = codes.dim(2) * codes.dim(3);
        double[] out = new double[codes.dim(0) * height * width];
        if (plane == 1 && height * width == 1) {
            addPixels(codes, from, weights, centre, out, parallel);
            return out;
        }
        slideAll(codes, weights.length, out, parallel, (at, pixels) -> {
            Arrays.fill(pixels, 0);
            CodeSums.addWeighted(codes, at + from * plane, plane, centre, weights, pixels);
        });
        return out;
    }

    /** The same with weights of 1 and no centre, for {@code channels} channels. */
    public double[] of(CodeTensor codes, int from, int channels, Parallel parallel) {
        int plane = codes.dim(2) * codes.dim(3);
        if (channels > CodeSums.INT_TERMS || plane == 1) {
            double[] ones = new double[channels];
            Arrays.fill(ones, 1);
            return of(codes, from, ones, 0, parallel);
        }
        double[] out = new double[codes.dim(0) * height * width];
        slideAll(codes, channels, out, parallel, (at, pixels) -> {
            int[] sums = new int[plane];
            CodeSums.add(codes, at + from * plane, plane, channels, plane, sums);
            for (int i = 0; i < plane; i++) {
                pixels[i] = sums[i];
            }
        });
        return out;
    }

    /** Writes the sums over channels of the image whose codes begin at {@code at}. */
    @FunctionalInterface
    private interface OverChannels {
        void write(int at, double[] pixels);
    }

    private void slideAll(CodeTensor codes, int channels, double[] out, Parallel parallel, OverChannels sums) {
        int plane = codes.dim(2) * codes.dim(3);
        parallel.forEachRange(codes.dim(0), (long) channels * plane, (first, end) -> {
            double[] pixels = new double[plane];
            SlidingSums sliding = new SlidingSums(this);
            for (int image = first; image < end; image++) {
                sums.write(image * codes.dim(1) * plane, pixels);
                sliding.slide(pixels, codes.dim(2), codes.dim(3), out, image * height * width);
            }
        });
    }

    /** The same of images of one pixel, whose channels lie next to each other. */
    private static void addPixels(
            CodeTensor codes, int from, double[] weights, int centre, double[] out, Parallel parallel) {
        parallel.forEachRange(out.length, weights.length, (first, end) -> {
            for (int image = first; image < end; image++) {
                int at = image * codes.dim(1) + from;
                double sum = 0;
                for (int c = 0; c < weights.length; c++) {
                    sum += weights[c] * (codes.code(at + c) - centre);
                }
                out[image] = sum;
            }
        });
    }
}
