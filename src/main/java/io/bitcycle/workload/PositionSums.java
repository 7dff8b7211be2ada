package io.bitcycle.workload;

import io.bitcycle.tensor.CodeTensor;
import io.bitcycle.tensor.Parallel;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Per channel, sums of codes [N, C, H, W] over all images and rectangles of pixels, as the adders at the array's edge form them for a gradient
 * of weights. Images may be added on any threads. Rows that all rectangles share are summed up before any rectangle is.
 */
public final class PositionSums {
    private final CodeTensor codes;
    private final int height;
    private final int width;
    /** The rows that all rectangles share: none, or several. */
    private final Window shared;
    /** Of a channel: one for each row that is not shared, one for all that are. */
    private final int lines;
    /** By channel, line and column. */
    private final long[] sums;
    /** Of threads that are between two images. */
    private final Queue<Room> rooms = new ConcurrentLinkedQueue<>();

    /** One thread's sums, by pixel. */
    private static final class Room {
        final int[] sums;
        int images;

        Room(int size) {
            this.sums = new int[size];
        }
    }

    private PositionSums(CodeTensor codes, Window shared) {
        this.codes = codes;
        this.height = codes.dim(2);
        this.width = codes.dim(3);
        this.shared = shared;
        this.lines = height - shared.size() + (shared.size() > 0 ? 1 : 0);
        this.sums = new long[codes.dim(1) * lines * width];
    }

    /**
     * For rectangles with these rows, or others that have all rows in common that these have.
     *
     * @param rows of each rectangle; null where they are not next to each other
     */
    public static PositionSums of(CodeTensor codes, Window[] rows) {
        if (rows == null) {
            return new PositionSums(codes, new Window(0, 0));
        }
        int from = Arrays.stream(rows).mapToInt(Window::from).max().orElse(0);
        int to = Arrays.stream(rows).mapToInt(Window::to).min().orElse(0);
        return new PositionSums(codes, to - from < 2 ? new Window(0, 0) : new Window(from, to));
    }

    /** The same, of all images. */
    public static PositionSums of(CodeTensor codes, Window[] rows, Parallel parallel) {
        PositionSums all = of(codes, rows);
        parallel.forEachItem(codes.dim(0), all.image(), all::add);
        return all;
    }

    public boolean isOf(CodeTensor other) {
        return codes == other;
    }

    /** Adds one image. */
    public void add(int image) {
        Room room = rooms.poll();
        if (room == null) {
            room = new Room(image());
        }
        CodeSums.add(codes, image * image(), 0, 1, image(), room.sums);
        if (++room.images == CodeSums.INT_TERMS) {
            collect(room);
        }
        rooms.add(room);
    }

    /** Codes of an image. */
    private int image() {
        return codes.dim(1) * height * width;
    }

    /** Where a row's sums are among those of its channel. */
    private int line(int row) {
        return row < shared.to() ? Math.min(row, shared.from()) : row - shared.size() + (shared.size() > 0 ? 1 : 0);
    }

    private synchronized void collect(Room room) {
        for (int row = 0, from = 0; row < codes.dim(1) * height; row++) {
            int to = (row / height * lines + line(row % height)) * width;
            for (int x = 0; x < width; x++, from++) {
                sums[to + x] += room.sums[from];
                room.sums[from] = 0;
            }
        }
        room.images = 0;
    }

    /** Ends adding: the sums of all images that were added. */
    public void close() {
        for (Room room = rooms.poll(); room != null; room = rooms.poll()) {
            collect(room);
        }
    }

    /**
     * Sum of a rectangle of a channel, rows and columns each {@code step} apart, after {@link #close}.
     *
     * @throws IllegalArgumentException if it has some and not all of the rows that all should share
     */
    public long box(int channel, int rowFrom, int rows, int colFrom, int cols, int step) {
        long sum = 0;
        int found = 0;
        for (int i = 0; i < rows; i++) {
            int row = rowFrom + i * step;
            if (shared.contains(row) && found++ > 0) {
                continue;
            }
            int at = (channel * lines + line(row)) * width + colFrom;
            for (int j = 0; j < cols; j++) {
                sum += sums[at + j * step];
            }
        }
        if (found != 0 && found != shared.size()) {
            throw new IllegalArgumentException(
                    found + " of the rows from " + shared.from() + " to " + shared.to() + " of which all have all");
        }
        return sum;
    }
}
