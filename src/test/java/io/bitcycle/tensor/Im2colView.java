package io.bitcycle.tensor;

import java.util.Arrays;

/**
 * The im2col view of a 3x3, stride-1, zero-padded convolution over a batch x channels x size x size tensor of bytes
 * (unsigned codes): row = (image, y, x), column = (channel, ky, kx).
 */
public final class Im2colView implements CodeMatrix {
    private final int batch;
    private final int channels;
    private final int size;
    private final short[] codes;

    public Im2colView(int batch, int channels, int size, short[] codes) {
        this.batch = batch;
        this.channels = channels;
        this.size = size;
        this.codes = codes;
    }

    @Override
    public int rows() {
        return batch * size * size;
    }

    @Override
    public int cols() {
        return channels * 9;
    }

    @Override
    public int min() {
        return 0;
    }

    @Override
    public int max() {
        return 255;
    }

    @Override
    public int get(int row, int col) {
        int image = row / (size * size);
        int y = row / size % size + col / 3 % 3 - 1;
        int x = row % size + col % 3 - 1;
        boolean inside = y >= 0 && y < size && x >= 0 && x < size;
        return inside ? codes[((image * channels + col / 9) * size + y) * size + x] : 0;
    }

    @Override
    public void copy(int row, int rows, int col, int cols, short[] out, int at, int stride) {
        for (int r = 0; r < rows; r++) {
            int image = (row + r) / (size * size);
            int y = (row + r) / size % size;
            int x = (row + r) % size;
            int channel = col / 9;
            int ky = col / 3 % 3;
            int kx = col % 3;
            int to = at + r * stride;
            for (int end = to + cols; to < end; to++) {
                int yy = y + ky - 1;
                int xx = x + kx - 1;
                boolean inside = yy >= 0 && yy < size && xx >= 0 && xx < size;
                out[to] = inside ? codes[((image * channels + channel) * size + yy) * size + xx] : 0;
                if (++kx == 3) {
                    kx = 0;
                    if (++ky == 3) {
                        ky = 0;
                        channel++;
                    }
                }
            }
        }
    }

    @Override
    public void copyTransposed(int row, int rows, int col, int cols, short[] out, int at, int stride) {
        for (int c = 0; c < cols; c++) {
            int channel = (col + c) / 9;
            int dy = (col + c) / 3 % 3 - 1;
            int dx = (col + c) % 3 - 1;
            int to = at + c * stride;
            for (int r = row; r < row + rows; ) {
                int x = r % size;
                int y = r / size % size + dy;
                int run = Math.min(size - x, row + rows - r);
                if (y < 0 || y >= size) {
                    Arrays.fill(out, to, to + run, (short) 0);
                } else {
                    int from = ((r / (size * size) * channels + channel) * size + y) * size + x + dx;
                    int skip = x + dx < 0 ? 1 : 0;
                    int end = x + run + dx > size ? run - 1 : run;
                    if (skip == 1) {
                        out[to] = 0;
                    }
                    if (end < run) {
                        out[to + run - 1] = 0;
                    }
                    if (end > skip) {
                        System.arraycopy(codes, from + skip, out, to + skip, end - skip);
                    }
                }
                to += run;
                r += run;
            }
        }
    }

    @Override
    public boolean columnMajor() {
        return true;
    }
}
