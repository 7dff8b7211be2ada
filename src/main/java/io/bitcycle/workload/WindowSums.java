package io.bitcycle.workload;

import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.Parallel;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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
        if (codes.dim(2) * codes.dim(3) == 1 && height * width == 1) {
            double[] out = new double[codes.dim(0)];
            addPixels(codes, from, weights, centre, out, parallel);
            return out;
        }
        return byImage(codes, from, weights, centre, room(codes)).all(weights.length, parallel);
    }

    /** The same with weights of 1 and no centre, for {@code channels} channels. */
    public double[] of(CodeTensor codes, int from, int channels, Parallel parallel) {
        if (codes.dim(2) * codes.dim(3) == 1) {
            double[] ones = new double[channels];
            Arrays.fill(ones, 1);
            return of(codes, from, ones, 0, parallel);
        }
        return byImage(codes, from, channels, room(codes)).all(channels, parallel);
    }

    private double[] room(CodeTensor codes) {
        return new double[size(codes)];
    }

    /** How many windows all images have. */
    public int size(CodeTensor codes) {
        return codes.dim(0) * height * width;
    }

    /**
     * The sums of {@link #of(CodeTensor, int, double[], int, Parallel)}, image by image.
     *
     * @param room for all of them, of any content
     */
    public ByImage byImage(CodeTensor codes, int from, double[] weights, int centre, double[] room) {
        int plane = codes.dim(2) * codes.dim(3);
        return new ByImage(this, codes, room, (image, thread) -> {
            Arrays.fill(thread.pixels, 0);
            int at = (image * codes.dim(1) + from) * plane;
            CodeSums.addWeighted(codes, at, plane, centre, weights, thread.pixels);
        });
    }

    /** The sums of {@link #of(CodeTensor, int, int, Parallel)}, likewise. */
    public ByImage byImage(CodeTensor codes, int from, int channels, double[] room) {
        if (channels > CodeSums.INT_TERMS) {
            double[] ones = new double[channels];
            Arrays.fill(ones, 1);
            return byImage(codes, from, ones, 0, room);
        }
        int plane = codes.dim(2) * codes.dim(3);
        return new ByImage(this, codes, room, (image, thread) -> {
            Arrays.fill(thread.sums, 0);
            CodeSums.add(codes, (image * codes.dim(1) + from) * plane, plane, channels, plane, thread.sums);
            for (int i = 0; i < plane; i++) {
                thread.pixels[i] = thread.sums[i];
            }
        });
    }

    /** Writes an image's sums over channels to a thread's pixels. */
    @FunctionalInterface
    private interface OverChannels {
        void write(int image, Room thread);
    }

    private record Room(double[] pixels, int[] sums, SlidingSums sliding) {}

    /** Sums that are formed image by image, on any threads. */
    public static final class ByImage {
        private final WindowSums windows;
        private final CodeTensor codes;
        private final OverChannels channels;
        private final double[] sums;
        /** Of threads that are between two images. */
        private final Queue<Room> rooms = new ConcurrentLinkedQueue<>();

        private ByImage(WindowSums windows, CodeTensor codes, double[] sums, OverChannels channels) {
            this.windows = windows;
            this.codes = codes;
            this.channels = channels;
            this.sums = sums;
        }

        /** Forms the sums of one image. */
        public void add(int image) {
            Room room = rooms.poll();
            if (room == null) {
                int plane = codes.dim(2) * codes.dim(3);
                room = new Room(new double[plane], new int[plane], new SlidingSums(windows));
            }
            channels.write(image, room);
            int at = image * windows.height * windows.width;
            room.sliding.slide(room.pixels, codes.dim(2), codes.dim(3), sums, at);
            rooms.add(room);
        }

        /** Those of all images that were added, [N, height, width]. */
        public double[] sums() {
            return sums;
        }

        private double[] all(int channelCount, Parallel parallel) {
            long work = (long) channelCount * codes.dim(2) * codes.dim(3);
            parallel.forEachItem(codes.dim(0), work, this::add);
            return sums;
        }
    }

    /** The same of images of one pixel, whose channels lie next to each other. */
    private static void addPixels(
            CodeTensor codes, int from, double[] weights, int centre, double[] out, Parallel parallel) {
        parallel.forEachItem(out.length, weights.length, image -> {
            int at = image * codes.dim(1) + from;
            double sum = 0;
            for (int c = 0; c < weights.length; c++) {
                sum += weights[c] * (codes.code(at + c) - centre);
            }
            out[image] = sum;
        });
    }
}
