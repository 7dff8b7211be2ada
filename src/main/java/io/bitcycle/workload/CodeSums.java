package io.bitcycle.workload;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.Parallel;

/** Sums of codes, as the adders at the array's edge form them: over channels or images, then over in-bounds windows. */
public final class CodeSums {
    /** So many codes of 16 bits add up to less than 2^31. */
    static final int INT_TERMS = 1 << 15;

    private CodeSums() {}

    /**
     * Weighted sums over channels.
     *
     * @param codes [N, C, H, W]
     * @param from first channel
     * @param weights one per channel summed
     * @return [N, H, W], sum over c of weights[c] x (code[n, from + c, h, w] - centre)
     */
    public static long[] overChannels(CodeTensor codes, int from, long[] weights, int centre, Parallel parallel) {
        int plane = codes.dim(2) * codes.dim(3);
        int channels = codes.dim(1);
        long[] sums = new long[codes.dim(0) * plane];
        parallel.forEach(codes.dim(0), image -> {
            for (int c = 0; c < weights.length; c++) {
                int at = (image * channels + from + c) * plane;
                for (int p = 0; p < plane; p++) {
                    sums[image * plane + p] += weights[c] * (codes.code(at + p) - centre);
                }
            }
        });
        return sums;
    }

    /** Adds {@code count} codes from {@code at} on, and from so many further parts, {@code plane} apart, to the first sums. */
    static void add(CodeTensor codes, int at, int plane, int planes, int count, int[] sums) {
        if (codes.format().max() <= Short.MAX_VALUE) {
            Loops.best().sums().add(codes.patterns(), at, plane, planes, count, sums);
            return;
        }
        for (int p = 0; p < planes; p++) {
            for (int i = 0; i < count; i++) {
                sums[i] += codes.code(at + p * plane + i);
            }
        }
    }

    /**
     * Adds weight x (code - centre) of the planes from {@code at} on, one per weight, to the sums of a plane, all integers within 2^53.
     */
    static void addWeighted(CodeTensor codes, int at, int plane, int centre, double[] weights, double[] sums) {
        if (codes.format().max() <= Short.MAX_VALUE) {
            Loops.best().sums().addWeighted(codes.patterns(), at, plane, plane, centre, weights, sums);
            return;
        }
        for (int p = 0; p < weights.length; p++) {
            for (int i = 0; i < plane; i++) {
                sums[i] += weights[p] * (codes.code(at + p * plane + i) - centre);
            }
        }
    }

    /**
     * Weighted sums over images (or over output channels of weights).
     *
     * @param codes [N, C, H, W]
     * @param weights one per image
     * @return [C, H, W], sum over n of weights[n] x code[n, c, h, w]
     */
    public static long[] overImages(CodeTensor codes, int from, long[] weights, Parallel parallel) {
        long[] sums = new long[codes.dim(1) * codes.dim(2) * codes.dim(3)];
        parallel.forEachRange(sums.length, weights.length, (first, end) -> {
            for (int n = 0; n < weights.length; n++) {
                int at = (from + n) * sums.length;
                for (int i = first; i < end; i++) {
                    sums[i] += weights[n] * codes.code(at + i);
                }
            }
        });
        return sums;
    }

    /** Sum of a rectangle of a plane that starts at {@code at}: rows and columns each {@code step} apart. */
    public static long box(
            long[] plane, int at, int width, int rowFrom, int rows, int rowStep, int colFrom, int cols, int colStep) {
        long sum = 0;
        for (int i = 0; i < rows; i++) {
            int row = at + (rowFrom + i * rowStep) * width + colFrom;
            for (int j = 0; j < cols; j++) {
                sum += plane[row + j * colStep];
            }
        }
        return sum;
    }
}
