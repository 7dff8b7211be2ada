package io.bitcycle.simulator.step;

import java.util.Arrays;

/**
 * The scales that go with every unit's operands along the columns, one per part of a step: they enter a column where those
 * operands do and move, or stay, with them.
 */
final class ScaleRegisters {
    /** Of a part that is not rescaled: its segment goes on, or there is none. */
    static final int NONE = -1;

    private final int cols;
    private final int parts;
    private final int[] scales;

    ScaleRegisters(int rows, int cols, int parts) {
        this.cols = cols;
        this.parts = parts;
        this.scales = new int[rows * cols * parts];
    }

    int parts() {
        return parts;
    }

    int get(int unit, int part) {
        return scales[unit * parts + part];
    }

    void set(int unit, int part, int scale) {
        scales[unit * parts + part] = scale;
    }

    void clear() {
        Arrays.fill(scales, NONE);
    }

    /** No scales in some units of a row. */
    void clear(int unit, int count) {
        Arrays.fill(scales, unit * parts, (unit + count) * parts, NONE);
    }

    void shiftDown() {
        System.arraycopy(scales, 0, scales, cols * parts, scales.length - cols * parts);
    }

    /** Every row as the first. */
    void spreadDown() {
        for (int at = cols * parts; at < scales.length; at += cols * parts) {
            System.arraycopy(scales, 0, scales, at, cols * parts);
        }
    }
}
