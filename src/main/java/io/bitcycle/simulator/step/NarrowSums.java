package io.bitcycle.simulator.step;

import io.bitcycle.hardware.mac.MacConfig;
import io.bitcycle.hardware.mac.MacUnits;
import io.bitcycle.numeric.OverflowPolicy;
import java.util.Arrays;

/**
 * Accumulators of up to 32 bits that wrap or saturate. Sums stand at the upper end of an int, so that its own overflow is
 * the accumulator's, and the loops have no branches: s = p + x overflows where s differs in sign from both p and x.
 */
final class NarrowSums extends PartialSums<int[]> {
    private final int accumulatorBits;
    private final int shift;
    private final boolean saturate;
    private final int[] overflowed;
    private long overflows;

    NarrowSums(MacConfig mac, int rows, int cols, int hops) {
        super(rows, cols, hops);
        this.accumulatorBits = mac.accumulatorBits();
        this.shift = Integer.SIZE - accumulatorBits;
        this.saturate = mac.overflow() == OverflowPolicy.SATURATE;
        this.overflowed = new int[rows * cols];
    }

    /** Whether units and accumulators are of a kind that this class holds. */
    static boolean fit(MacConfig mac, MacUnits units) {
        return mac.overflow() != OverflowPolicy.TRAP
                && units.narrowSums() != null
                && mac.accumulatorBits() <= Integer.SIZE
                && units.valueBits() <= mac.accumulatorBits();
    }

    @Override
    int[] registers(int count) {
        return new int[count];
    }

    @Override
    void fill(int[] registers, int from, int to) {
        Arrays.fill(registers, from, to, 0);
    }

    @Override
    long get(int[] registers, int unit) {
        return registers[unit] >> shift;
    }

    @Override
    void put(int[] registers, int unit, long value) {
        registers[unit] = (int) value << shift;
    }

    /** Before the counts of single units leave an int. */
    @Override
    void clear() {
        super.clear();
        overflows = overflows();
        Arrays.fill(overflowed, 0);
    }

    @Override
    void add(int[] from, int fromAt, MacUnits units, int[] to, int at, int n) {
        if (saturate) {
            addSaturating(from, fromAt, units.narrowSums(), to, at, n);
        } else {
            addWrapping(from, fromAt, units.narrowSums(), to, at, n);
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
    int bits() {
        return accumulatorBits;
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
