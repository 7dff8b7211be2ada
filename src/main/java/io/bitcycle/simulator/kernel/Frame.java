package io.bitcycle.simulator.kernel;

import io.bitcycle.numeric.loops.Loops;
import io.bitcycle.tensor.PaddedImages;

/**
 * Where numbers of images lie so that a convolution with 3 x 3 taps reads neighbours only. Images are side by side, row
 * after row, and an image's row is followed by one 0, which is the frame of both its right end and the left one of what is next. So one
 * channel of several images is one line, the inputs of output {@code lane(n, y, x)} are at the same lane plus {@link #offset} of the tap,
 * and lanes are outputs except for those in a frame, whose sums mean nothing. Images too large for this are cut into bands of rows,
 * which overlap by two rows.
 *
 * <p>With stride 2, inputs of neighbours are two apart: a channel of images twice as high and wide is four such planes, of pixels
 * (2 y, 2 x), (2 y, 2 x + 1), (2 y + 1, 2 x) and (2 y + 1, 2 x + 1).
 *
 * @param stride 1 or 2
 * @param width of an image
 * @param height of an image or, where images are cut, of a band
 * @param bands of an image, the last one maybe shorter
 * @param together images in a line; 1 where images are cut
 * @param lanes up to the last output of a line
 */
record Frame(int stride, int imageHeight, int width, int height, int bands, int together, int lanes) {
    /** Lanes of a line, where a row has no more: what is laid out stays in the second-level cache, sums too. */
    private static final int MOST = 1056;

    static Frame of(int batch, int imageHeight, int width, int stride) {
        int height = Math.max(1, Math.min(imageHeight, MOST / (width + 1)));
        int bands = (imageHeight + height - 1) / height;
        int together = bands > 1 ? 1 : Math.max(1, MOST / (height * (width + 1)));
        int lines = (batch + together - 1) / together;
        together = bands > 1 ? 1 : (batch + lines - 1) / lines; // lines are equally full
        return new Frame(stride, imageHeight, width, height, bands, together, height * together * (width + 1) - 1);
    }

    /** Lanes from a row to the next. */
    int pitch() {
        return together * imagePitch();
    }

    /** Lanes from an image to the next. */
    int imagePitch() {
        return width + 1;
    }

    /** How many lines hold all images. */
    int lines(int batch) {
        return (batch * bands + together - 1) / together;
    }

    /** The first image of a line. */
    int firstImage(int line) {
        return line * together / bands;
    }

    /** Images of a line. */
    int images(int line, int batch) {
        return Math.min(together, batch - firstImage(line));
    }

    /** The first row of a line. */
    int firstRow(int line) {
        return line % bands * height;
    }

    /** Rows of each image in a line. */
    int rows(int line) {
        return Math.min(height, imageHeight - firstRow(line));
    }

    /** What a tap's inputs are ahead of their output. */
    int offset(int tap) {
        int row = tap / 3;
        int column = tap % 3;
        int plane = row % stride * stride + column % stride;
        return plane * planeLanes() + row / stride * pitch() + column / stride;
    }

    /** Lanes of a plane with its frame. */
    private int planeLanes() {
        return lanes + 2 / stride * (pitch() + 1);
    }

    /** Lanes of a channel with its frame: the last tap of the last output is the last of them. */
    int framed() {
        return stride * stride * planeLanes();
    }

    /**
     * Writes one channel of a line with its frame, {@link #framed} numbers; stale ones remain where a line has fewer images or rows than
     * others, at lanes that no output of it reads.
     *
     * @param images in a frame of one zero on each side
     * @param at where the channel's codes begin in the line's first image
     * @param step codes from an image to the next
     */
    void widen(PaddedImages images, int at, int step, int line, int batch, float[] out, int to) {
        if (stride == 2) {
            forEachPair(
                    images,
                    at,
                    step,
                    line,
                    batch,
                    (from, even) -> Loops.best().split(images.codes(), from, width + 1, out, to + even, planeLanes()));
            return;
        }
        forEachRun(
                at,
                step,
                line,
                batch,
                (from, pitch, rows, skip) ->
                        Loops.best().frame(images.codes(), from, pitch, rows, width, out, to + skip));
    }

    /** The same as doubles. */
    void widen(PaddedImages images, int at, int step, int line, int batch, double[] out, int to) {
        if (stride == 2) {
            forEachPair(
                    images,
                    at,
                    step,
                    line,
                    batch,
                    (from, even) -> Loops.best().split(images.codes(), from, width + 1, out, to + even, planeLanes()));
            return;
        }
        forEachRun(
                at,
                step,
                line,
                batch,
                (from, pitch, rows, skip) ->
                        Loops.best().frame(images.codes(), from, pitch, rows, width, out, to + skip));
    }

    /** A row of pairs, and where the first ones of them go. */
    @FunctionalInterface
    private interface Pairs {
        void split(int from, int even);
    }

    private void forEachPair(PaddedImages images, int at, int step, int line, int batch, Pairs pairs) {
        int first = at + 2 * firstRow(line) * images.width();
        for (int y = 0; y < 2 * (rows(line) + 1); y++) {
            int to = y % 2 * 2 * planeLanes() + y / 2 * pitch();
            for (int i = 0; i < images(line, batch); i++) {
                pairs.split(first + i * step + y * images.width(), to + i * imagePitch());
            }
        }
    }

    /** Rows of one pitch whose places in a line follow one another. */
    @FunctionalInterface
    private interface Run {
        void frame(int from, int pitch, int rows, int skip);
    }

    /** Rows of an image that is alone; else, row by row, the images that are side by side. */
    private void forEachRun(int at, int step, int line, int batch, Run run) {
        int pitch = width + 2;
        int rows = rows(line) + 2;
        int from = at + firstRow(line) * pitch;
        if (together == 1) {
            run.frame(from, pitch, rows, 0);
            return;
        }
        for (int y = 0; y < rows; y++) {
            run.frame(from + y * pitch, step, images(line, batch), y * pitch());
        }
    }
}
