package io.bitcycle.numeric.loops;

/** What becomes of the products of a panel, whatever its lanes and columns; lanes are a multiple of the longest vector. */
final class VectorProductSums {
    private VectorProductSums() {}

    static void set(float[] products, int from, double[] sums, int at, int stride, int lanes, int columns) {
        for (int j = 0; j < columns; j++) {
            int to = at + j * stride;
            for (int i = 0; i < lanes; i += VectorWidest.COUNT) {
                VectorWidest.loadWide(products, from + j * lanes + i).intoArray(sums, to + i);
            }
        }
    }

    static void add(float[] products, int from, double[] sums, int at, int stride, int lanes, int columns) {
        for (int j = 0; j < columns; j++) {
            int to = at + j * stride;
            for (int i = 0; i < lanes; i += VectorWidest.COUNT) {
                VectorWidest.load(sums, to + i)
                        .add(VectorWidest.loadWide(products, from + j * lanes + i))
                        .intoArray(sums, to + i);
            }
        }
    }

    static void set(double[] products, int from, double[] sums, int at, int stride, int lanes, int columns) {
        for (int j = 0; j < columns; j++) {
            int to = at + j * stride;
            for (int i = 0; i < lanes; i += VectorWidest.COUNT) {
                VectorWidest.load(products, from + j * lanes + i).intoArray(sums, to + i);
            }
        }
    }

    static void add(double[] products, int from, double[] sums, int at, int stride, int lanes, int columns) {
        for (int j = 0; j < columns; j++) {
            int to = at + j * stride;
            for (int i = 0; i < lanes; i += VectorWidest.COUNT) {
                VectorWidest.load(sums, to + i)
                        .add(VectorWidest.load(products, from + j * lanes + i))
                        .intoArray(sums, to + i);
            }
        }
    }
}
