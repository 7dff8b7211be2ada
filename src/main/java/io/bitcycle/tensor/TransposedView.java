package io.bitcycle.tensor;

/** The transpose of another matrix. */
final class TransposedView implements CodeMatrix {
    private final CodeMatrix of;

    TransposedView(CodeMatrix of) {
        this.of = of;
    }

    @Override
    public int rows() {
        return of.cols();
    }

    @Override
    public int cols() {
        return of.rows();
    }

    @Override
    public int min() {
        return of.min();
    }

    @Override
    public int max() {
        return of.max();
    }

    @Override
    public int get(int row, int col) {
        return of.get(col, row);
    }

    @Override
    public void copy(int row, int rows, int col, int cols, short[] out, int at, int stride) {
        of.copyTransposed(col, cols, row, rows, out, at, stride);
    }

    @Override
    public void copyTransposed(int row, int rows, int col, int cols, short[] out, int at, int stride) {
        of.copy(col, cols, row, rows, out, at, stride);
    }

    @Override
    public boolean columnMajor() {
        return !of.columnMajor();
    }
}
