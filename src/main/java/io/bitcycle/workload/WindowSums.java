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
        parallel.forEach(codes.dim(0), image -> {
            double[] pixels = new double[plane];
            for (int c = 0; c < weights.length; c++) {
                int at = (image * codes.dim(1) + from + c) * plane;
                CodeSums.addWeighted(codes, at, plane, centre, weights[c], pixels);
            }
            slide(pixels, codes.dim(2), codes.dim(3), out, image * height * width);
        });
        return out;
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

    private void slide(double[] pixels, int imageHeight, int imageWidth, double[] out, int at) {
        int frame = (width - 1) * stride + windowWidth;
        int first = Math.max(0, -left);
        int count = Math.min(frame - first, imageWidth - left - first);
        double[] columns = new double[Math.max(frame, 0)];
        for (int y = 0; y < height; y++) {
            Arrays.fill(columns, 0);
            int row = top + y * stride;
            for (int i = Math.max(0, row); i < Math.min(imageHeight, row + windowHeight); i++) {
                int source = i * imageWidth + left + first;
                for (int j = 0; j < count; j++) {
                    columns[first + j] += pixels[source + j];
                }
            }
            int to = at + y * width;
            for (int tap = 0; tap < windowWidth; tap++) {
                for (int x = 0; x < width; x++) {
                    out[to + x] += columns[x * stride + tap];
                }
            }
        }
    }
}
