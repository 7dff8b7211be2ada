package io.bitcycle.simulator.step;

import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacUnits;
import io.bitcycle.numeric.OverflowPolicy;

/**
 * The partial-sum registers of all units, row by row, and their adders: at every addition the accumulator's width and
 * overflow policy.
 */
abstract class PartialSums {
    final int rows;
    final int cols;

    PartialSums(int rows, int cols) {
        this.rows = rows;
        this.cols = cols;
    }

    /** @param hops registers that a sum passes on its way from one row to the next */
    static PartialSums of(MacConfig mac, MacUnits units, int rows, int cols, int hops) {
        boolean fast = mac.overflow() != OverflowPolicy.TRAP && units.sumBits() <= mac.accumulatorBits();
        return fast && mac.accumulatorBits() <= Integer.SIZE && units.narrowSums() != null
                ? new NarrowSums(mac, rows, cols, hops)
                : new WideSums(mac, rows, cols, hops);
    }

    /** All registers to 0. */
    abstract void clear();

    /** What enters the top row of a column in this cycle. */
    abstract void top(int col, long value);

    /** Output-stationary: every unit adds to its own sum. */
    abstract void accumulate(MacUnits units);

    /** Systolic: every unit adds to the sum that its upper neighbour registered {@code hops} cycles ago. */
    abstract void hop(MacUnits units);

    /** Broadcast: each column's chain of adders settles within the cycle. */
    abstract void ripple(MacUnits units);

    /** Every row's sums move to the next row. */
    abstract void shiftDown();

    /** A unit's sum as its lower neighbour sees it. */
    abstract long get(int unit);

    /** Additions that overflowed, since construction. */
    abstract long overflows();
}
