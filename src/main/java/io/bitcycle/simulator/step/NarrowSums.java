package io.bitcycle.simulator.step;

import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacUnits;
import io.bitcycle.numeric.OverflowPolicy;
import java.util.Arrays;

/**
 * Accumulators of up to 32 bits that wrap or saturate. Sums stand at the upper end of an int, so that its own overflow is
 * the accumulator's, and the loops have no branches: s = p + x overflows where s differs in sign from both p and x.
 */
final class NarrowSums extends PartialSums {
    private final int shift;
    private final boolean saturate;
    private final int[][] stages;
    private final int[] in;
    private final int[] overflowed;
    private long overflows;

    NarrowSums(MacConfig mac, int rows, int cols, int hops) {
        super(rows, cols);
        this.shift = Integer.SIZE - mac.accumulatorBits();
        this.saturate = mac.overflow() == OverflowPolicy.SATURATE;
        this.stages = new int[hops][rows * cols];
        this.in = new int[rows * cols];
        this.overflowed = new int[rows * cols];
    }

    @Override
    void clear() {
        for (int[] stage : stages) {
            Arrays.fill(stage, 0);
        }
        Arrays.fill(in, 0);
        for (int count : overflowed) {
            overflows += count;
        }
        Arrays.fill(overflowed, 0);
    }

    @Override
    void top(int col, long value) {
        in[col] = (int) value << shift;
    }

    @Override
    void accumulate(MacUnits units) {
        add(stages[0], 0, units.narrowSums(), stages[0], 0, rows * cols);
    }

    @Override
    void hop(MacUnits units) {
        int[] last = stages[stages.length - 1];
        System.arraycopy(last, 0, in, cols, (rows - 1) * cols);
        System.arraycopy(stages, 0, stages, 1, stages.length - 1);
        stages[0] = last;
        add(in, 0, units.narrowSums(), last, 0, rows * cols);
    }

    @Override
    void ripple(MacUnits units) {
        int[] sums = stages[0];
        add(in, 0, units.narrowSums(), sums, 0, cols);
        for (int row = 1; row < rows; row++) {
            add(sums, (row - 1) * cols, units.narrowSums(), sums, row * cols, cols);
        }
    }

    private void add(int[] from, int fromAt, int[] terms, int[] to, int at, int n) {
        if (saturate) {
            addSaturating(from, fromAt, terms, to, at, n);
        } else {
            addWrapping(from, fromAt, terms, to, at, n);
        }
    }

    private void addWrapping(int[] from, int fromAt, int[] terms, int[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            int p = from[fromAt + i];
            int x = terms[at + i] << shift;
            int s = p + x;
            overflowed[at + i] += ((p ^ s) & (x ^ s)) >>> (Integer.SIZE - 1);
            to[at + i] = s;
        }
    }

    private void addSaturating(int[] from, int fromAt, int[] terms, int[] to, int at, int n) {
        int used = -1 << shift;
        for (int i = 0; i < n; i++) {
            int p = from[fromAt + i];
            int x = terms[at + i] << shift;
            int s = p + x;
            int over = ((p ^ s) & (x ^ s)) >> (Integer.SIZE - 1);
            int limit = ((p >> (Integer.SIZE - 1)) ^ Integer.MAX_VALUE) & used;
            overflowed[at + i] -= over;
            to[at + i] = (s & ~over) | (limit & over);
        }
    }

    @Override
    void shiftDown() {
        System.arraycopy(stages[0], 0, stages[0], cols, (rows - 1) * cols);
        Arrays.fill(stages[0], 0, cols, 0);
    }

    @Override
    long get(int unit) {
        return stages[stages.length - 1][unit] >> shift;
    }

    @Override
    long overflows() {
        long sum = overflows;
        for (int count : overflowed) {
            sum += count;
        }
        return sum;
    }
}
