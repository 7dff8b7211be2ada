package io.bitcycle.training.data;

/** Red, green and blue planes of bytes. */
final class RgbImage {
    static final int CHANNELS = 3;

    private static final int FRACTION_BITS = 22;
    private static final int BRIGHTEST = 255;

    private final int width;
    private final int height;
    private final byte[] planes;

    RgbImage(int width, int height) {
        this(width, height, new byte[Math.multiplyExact(CHANNELS, Math.multiplyExact(width, height))]);
    }

    /** @param planes red, green, blue, each row by row from the top */
    RgbImage(int width, int height, byte[] planes) {
        this.width = width;
        this.height = height;
        this.planes = planes;
    }

    /** Its samples, not to be written to: red, green, blue, each row by row from the top. */
    byte[] planes() {
        return planes;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** 0 to 255. */
    int get(int channel, int y, int x) {
        return planes[(channel * height + y) * width + x] & 0xFF;
    }

    void setRow(int channel, int y, int[] samples) {
        for (int x = 0; x < width; x++) {
            set(channel, y, x, samples[x]);
        }
    }

    private void set(int channel, int y, int x, int sample) {
        planes[(channel * height + y) * width + x] = (byte) sample;
    }

    /** A window of it. */
    record Window(int top, int left, int height, int width) {}

    /** The whole, resized in proportion; the longer side is rounded down, as torchvision does. */
    RgbImage withShorterSide(int pixels) {
        boolean tall = height >= width;
        int newWidth = tall ? pixels : (int) ((long) pixels * width / height);
        int newHeight = tall ? (int) ((long) pixels * height / width) : pixels;
        return resized(new Window(0, 0, height, width), newHeight, newWidth);
    }

    private RgbImage cut(Window window) {
        RgbImage result = new RgbImage(window.width(), window.height());
        for (int c = 0; c < CHANNELS; c++) {
            for (int y = 0; y < window.height(); y++) {
                System.arraycopy(
                        planes,
                        (c * height + window.top() + y) * width + window.left(),
                        result.planes,
                        (c * window.height() + y) * window.width(),
                        window.width());
            }
        }
        return result;
    }

    /**
     * A window at another size: each pixel is the mean of those beneath it, weighted by a triangle that is two of the new
     * pixels wide, or two old ones where it grows (Pillow's bilinear filter, which torchvision uses). First along rows, then along
     * columns, rounded to bytes each time; weights have 22 fractional bits.
     */
    RgbImage resized(Window window, int newHeight, int newWidth) {
        if (window.height() == newHeight && window.width() == newWidth) {
            return cut(window); // where each new pixel is an old one, its weight is 1
        }
        Filter across = new Filter(window.left(), window.width(), newWidth);
        RgbImage narrow = new RgbImage(newWidth, height);
        for (int c = 0; c < CHANNELS; c++) {
            for (int y = window.top(); y < window.top() + window.height(); y++) {
                for (int x = 0; x < newWidth; x++) {
                    int sum = 1 << FRACTION_BITS - 1;
                    int[] weights = across.weights[x];
                    for (int i = 0; i < weights.length; i++) {
                        sum += weights[i] * get(c, y, across.first[x] + i);
                    }
                    narrow.set(c, y, x, rounded(sum));
                }
            }
        }
        Filter along = new Filter(window.top(), window.height(), newHeight);
        RgbImage result = new RgbImage(newWidth, newHeight);
        for (int c = 0; c < CHANNELS; c++) {
            for (int y = 0; y < newHeight; y++) {
                int[] weights = along.weights[y];
                for (int x = 0; x < newWidth; x++) {
                    int sum = 1 << FRACTION_BITS - 1;
                    for (int i = 0; i < weights.length; i++) {
                        sum += weights[i] * narrow.get(c, along.first[y] + i, x);
                    }
                    result.set(c, y, x, rounded(sum));
                }
            }
        }
        return result;
    }

    private static int rounded(int sum) {
        return Math.max(0, Math.min(BRIGHTEST, sum >> FRACTION_BITS));
    }

    /** Of each new pixel along one axis, the first old one it is made of, and the weights from there on. */
    private static final class Filter {
        private final int[] first;
        private final int[][] weights;

        Filter(int from, int size, int newSize) {
            first = new int[newSize];
            weights = new int[newSize][];
            double scale = (double) size / newSize;
            double reach = Math.max(1, scale);
            for (int i = 0; i < newSize; i++) {
                double centre = from + (i + 0.5) * scale;
                first[i] = Math.max(from, (int) (centre - reach + 0.5));
                int end = Math.min(from + size, (int) (centre + reach + 0.5));
                weights[i] = weights(first[i], end, centre, reach);
            }
        }

        private static int[] weights(int first, int end, double centre, double reach) {
            double[] triangle = new double[end - first];
            double sum = 0;
            for (int i = 0; i < triangle.length; i++) {
                triangle[i] = Math.max(0, 1 - Math.abs((first + i - centre + 0.5) / reach));
                sum += triangle[i];
            }
            int[] fixed = new int[triangle.length];
            for (int i = 0; i < fixed.length; i++) {
                fixed[i] = (int) (triangle[i] / sum * (1 << FRACTION_BITS) + 0.5);
            }
            return fixed;
        }
    }
}
