package io.bitcycle.simulator.step;

import io.bitcycle.hardware.mac.MacUnits;
import java.util.ArrayList;
import java.util.List;

/**
 * The partial-sum registers of all units, row by row, and their adders: at every addition the accumulator's width and
 * overflow policy. How sums move is the same for all; what a register holds and how it adds is not.
 *
 * @param <R> an array with a register per unit
 */
abstract class PartialSums<R> {
    final int rows;
    final int cols;
    private final List<R> stages = new ArrayList<>();
    private final R in;
    private int newest;

    /** @param hops registers that a sum passes on its way from one row to the next */
    PartialSums(int rows, int cols, int hops) {
        this.rows = rows;
        this.cols = cols;
        for (int stage = 0; stage < hops; stage++) {
            stages.add(registers(rows * cols));
        }
        this.in = registers(rows * cols);
    }

    /** That many registers, all 0. */
    abstract R registers(int count);

    abstract void fill(R registers, int from, int to);

    abstract long get(R registers, int unit);

    abstract void put(R registers, int unit, long value);

    /** Adds the units' step sums: to[at + i] = from[fromAt + i] + sum of unit at + i, for i below n. */
    abstract void add(R from, int fromAt, MacUnits units, R to, int at, int n);

    /** Additions that overflowed, since construction. */
    abstract long overflows();

    /** Width of a register. */
    abstract int bits();

    /** All registers to 0. */
    void clear() {
        stages.forEach(stage -> fill(stage, 0, rows * cols));
        fill(in, 0, rows * cols);
    }

    /** What enters the top row of a column in this cycle. */
    final void top(int col, long value) {
        put(in, col, value);
    }

    /** Output-stationary: what a unit's sum starts from. */
    final void start(int unit, long value) {
        put(stages.get(0), unit, value);
    }

    /** Output-stationary: every unit adds to its own sum. */
    final void accumulate(MacUnits units) {
        add(stages.get(0), 0, units, stages.get(0), 0, rows * cols);
    }

    /** Systolic: every unit adds to the sum that its upper neighbour registered {@code hops} cycles ago. */
    final void hop(MacUnits units) {
        int oldest = oldest();
        R sums = stages.get(oldest);
        System.arraycopy(sums, 0, in, cols, (rows - 1) * cols);
        newest = oldest;
        add(in, 0, units, sums, 0, rows * cols);
    }

    /** Broadcast: each column's chain of adders settles within the cycle. */
    final void ripple(MacUnits units) {
        R sums = stages.get(0);
        add(in, 0, units, sums, 0, cols);
        for (int row = 1; row < rows; row++) {
            add(sums, (row - 1) * cols, units, sums, row * cols, cols);
        }
    }

    /** Every row's sums move to the next row. */
    final void shiftDown() {
        R sums = stages.get(0);
        System.arraycopy(sums, 0, sums, cols, (rows - 1) * cols);
        fill(sums, 0, cols);
    }

    /** A unit's sum as its lower neighbour sees it. */
    final long get(int unit) {
        return get(stages.get(oldest()), unit);
    }

    private int oldest() {
        return newest == stages.size() - 1 ? 0 : newest + 1;
    }
}
